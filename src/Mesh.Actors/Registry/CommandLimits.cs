using Mesh.Catalog;
using Mesh.Hosting;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Registry;

/// <summary>Does a certificate let its node give this command? Pure.</summary>
internal static class CommandLimits
{
    /// <summary>The answer to a command that it does not let it give; null: it does.</summary>
    /// <param name="whose">Whose certificate it is, for people.</param>
    public static Rejected? Refusal(ICommand command, CertificateLimits limits, string whose)
    {
        if (!limits.IsLimited || ServiceOf(command) is not { } service || limits.AllowsService(service))
            return null;
        return new Rejected([new InvalidField("service", service, $"is none of the names that the certificate of {whose} lets it register")]);
    }

    /// <summary>What is not about one service, as a subscription, writes nothing.</summary>
    private static string? ServiceOf(ICommand command) => command switch
    {
        Register register => register.Instance.Service.Value,
        Deregister deregister => deregister.Key.Service.Value,
        Renew renew => renew.Key.Service.Value,
        SetStatus set => set.Key.Service.Value,
        UpdateCheck update => update.Key.Service.Value,
        ChangeChecks change => change.Key.Service.Value,
        Drain drain => drain.Key.Service.Value,
        SetPolicy policy => policy.Service.Value,
        _ => null,
    };
}
