using Mesh.Client.Options;
using Mesh.Hosting;
using Mesh.Node.Access;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Hosting;

/// <summary>Reads the tokens, and the seeds, again from where the options of the node came from. What cannot be used changes nothing.</summary>
internal sealed class TokenReload(
    NodeCommand command,
    IConfiguration started,
    CurrentPolicy policy,
    SeedReload seeds,
    IEnumerable<IValidateOptions<AccessOptions>> validators)
{
    /// <summary>What the tokens are read from now, files that are not there included.</summary>
    public IReadOnlyList<string> Files { get; private set; } = FilesOf(NamedIn(started, command), started);

    /// <returns>Why they do not count, in one line; null: they do.</returns>
    public string? Reload()
    {
        using var fresh = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = NodeConfiguration.HostArguments }).Configuration;
        var named = NamedIn(fresh, command);
        try
        {
            var options = new AccessOptions();
            var complete = NodeConfiguration.Complete(fresh, command);
            complete.Bind(options);
            foreach (var validator in validators)
            {
                if (validator.Validate(null, options) is { Failed: true } wrong)
                    return OptionFaultText.ToLine(wrong.Failures);
            }

            return policy.Take(options) ?? seeds.Take(complete);
        }
        catch (OptionsValidationException faults)
        {
            return OptionFaultText.ToLine(faults.Failures);
        }
        catch (Exception trouble) when (trouble is MeshHoconException or InvalidDataException or IOException or UnauthorizedAccessException or FormatException)
        {
            return trouble.Message;
        }
        finally
        {
            // What cannot be used is looked at all the same.
            Files = FilesOf(named, fresh);
        }
    }

    private static string[] NamedIn(IConfiguration configuration, NodeCommand command) =>
        [.. MeshConfiguration.FilesOf(configuration), .. command.Files];

    private static string[] FilesOf(IEnumerable<string> named, IConfiguration configuration)
    {
        var secrets = configuration.GetSection(AccessOptions.Section).AsEnumerable()
            .Where(e => e.Key.EndsWith(nameof(AccessTokenOptions.Secret) + "File", StringComparison.OrdinalIgnoreCase))
            .Select(e => e.Value ?? "");
        return [.. named, .. secrets.Where(f => f.Length > 0), "appsettings.json", $"appsettings.{EnvironmentName()}.json"];
    }

    private static string EnvironmentName() => Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
        ?? Environments.Production;
}
