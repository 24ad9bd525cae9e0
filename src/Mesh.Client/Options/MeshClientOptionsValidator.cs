using Mesh.Catalog;
using Mesh.Hosting;
using Microsoft.Extensions.Options;

namespace Mesh.Client;

/// <summary>Stops the host's start with one readable line for each option that is out of bounds.</summary>
internal sealed class MeshClientOptionsValidator : IValidateOptions<MeshClientOptions>
{
    public ValidateOptionsResult Validate(string? name, MeshClientOptions options)
    {
        List<string> faults = [.. MeshOptionsValidation.Check(options, MeshClientOptions.Section)];
        for (var i = 0; i < options.Registrations.Count; i++)
            Check(faults, options.Registrations[i], $"{MeshClientOptions.Section}:Registrations:{i}");
        if (options.RestartBackoff > options.MaxRestartBackoff)
        {
            faults.Add($"{MeshClientOptions.Section}:RestartBackoff: '{options.RestartBackoff}' must be at most "
                + $"MaxRestartBackoff, {options.MaxRestartBackoff}");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Check(List<string> faults, ServiceRegistration registration, string key)
    {
        if (!ServiceName.TryParse(registration.Service, out var service, out var error))
        {
            faults.Add($"{key}:Service: {error}");
            return;
        }

        // What is found at run time is stood in for by values that are in bounds.
        var instance = new ServiceInstance
        {
            Service = service,
            Id = InstanceId.Parse("x"),
            Host = registration.Host ?? "127.0.0.1",
            Port = registration.Port ?? 1,
            Ports = ValueMap<int>.From(registration.Ports),
            Zone = registration.Zone ?? "",
            Version = registration.Version,
            Tags = ValueList.From(registration.Tags),
            Metadata = ValueMap<string>.From(registration.Metadata),
            Weight = registration.Weight,
        };
        faults.AddRange(InstanceValidation.Check(instance).Select(f => $"{key}:{f}"));
        if (registration is { WithoutPort: true, Port: { } port })
            faults.Add($"{key}:port: '{port}' contradicts {key}:WithoutPort");
        else if (registration.Port is 0)
            faults.Add($"{key}:port: '0' must be 1 to 65535");
        if (registration.Id is not null && !InstanceId.TryParse(registration.Id, out _, out var idError))
            faults.Add($"{key}:{idError}");
    }
}
