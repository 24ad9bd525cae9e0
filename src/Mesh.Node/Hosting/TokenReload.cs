using Mesh.Hosting;
using Mesh.Node.Access;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Hosting;

/// <summary>Reads the tokens again from where the options of the node came from. What cannot be used changes nothing.</summary>
internal sealed class TokenReload(NodeCommand command, CurrentPolicy policy, IEnumerable<IValidateOptions<AccessOptions>> validators)
{
    /// <summary>What the tokens are read from now, files that are not there included.</summary>
    public IReadOnlyList<string> Files { get; private set; } = FilesNow(command);

    /// <returns>Why they do not count, in one line; null: they do.</returns>
    public string? Reload()
    {
        try
        {
            Files = FilesNow(command);
            var options = new AccessOptions();
            using var fresh = Fresh();
            NodeConfiguration.Complete(fresh, command).Bind(options);
            foreach (var validator in validators)
            {
                if (validator.Validate(null, options) is { Failed: true } wrong)
                    return OptionFaultText.ToLine(wrong.Failures);
            }

            return policy.Take(options);
        }
        catch (OptionsValidationException faults)
        {
            return OptionFaultText.ToLine(faults.Failures);
        }
        catch (Exception trouble) when (trouble is MeshHoconException or InvalidDataException or IOException or UnauthorizedAccessException or FormatException)
        {
            return trouble.Message;
        }
    }

    private static ConfigurationManager Fresh() =>
        WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = NodeConfiguration.HostArguments }).Configuration;

    private static string[] FilesNow(NodeCommand command)
    {
        using var fresh = Fresh();
        string[] named = [.. MeshConfiguration.FilesOf(fresh), .. command.Files];
        try
        {
            NodeConfiguration.Complete(fresh, command);
        }
        catch (Exception trouble) when (trouble is MeshHoconException or InvalidDataException or IOException or UnauthorizedAccessException or FormatException)
        {
            // Said by whoever reads it to use it; it is looked at all the same.
        }

        var secrets = fresh.GetSection(AccessOptions.Section).AsEnumerable()
            .Where(e => e.Key.EndsWith(nameof(AccessTokenOptions.Secret) + "File", StringComparison.OrdinalIgnoreCase))
            .Select(e => e.Value ?? "");
        return [.. named, .. secrets.Where(f => f.Length > 0), "appsettings.json", $"appsettings.{EnvironmentName()}.json"];
    }

    private static string EnvironmentName() => Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
        ?? Environments.Production;
}
