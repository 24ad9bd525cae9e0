using Mesh.Catalog;

namespace Mesh.Client.Http;

/// <summary>
/// Where on an instance a call goes, and by which scheme. What an instance speaks is said by its ports named "http" and
/// "https": the one that equals another port says what that speaks. Where nothing is said a port speaks what the caller
/// asks for, and http when the caller takes both. Pure.
/// </summary>
internal readonly record struct InstancePort(string Scheme, int Port)
{
    private const string Plain = "http";
    private const string Secure = "https";

    /// <summary>Null: the instance has no such port, or does not speak the scheme.</summary>
    public static InstancePort? Of(ServiceInstance instance, string? portName, SchemeChoice choice)
    {
        var order = choice.Order();
        foreach (var secure in order)
        {
            if (Find(instance, portName, secure, mayGuess: !secure || order.Count == 1) is { } port)
                return new InstancePort(choice.Text(secure), port);
        }

        return null;
    }

    private static int? Find(ServiceInstance instance, string? portName, bool secure, bool mayGuess)
    {
        var port = instance.Port;
        if (portName is not null && !instance.Ports.TryGetValue(portName, out port))
            return null;
        // Nobody is to call what is registered without a port.
        if (port == 0)
            return null;
        var speaks = Speaks(instance, port);
        if (speaks == secure)
            return port;
        // A main port of which nothing is known stays the one for http, as it always was.
        if (portName is null
            && (secure || speaks is not null)
            && instance.Ports.TryGetValue(secure ? Secure : Plain, out var other))
        {
            return other;
        }

        return speaks is null && mayGuess ? port : null;
    }

    /// <summary>True: TLS; null: nobody says.</summary>
    private static bool? Speaks(ServiceInstance instance, int port) =>
        instance.Ports.TryGetValue(Secure, out var tls) && tls == port ? true
        : instance.Ports.TryGetValue(Plain, out var plain) && plain == port ? false
        : null;
}
