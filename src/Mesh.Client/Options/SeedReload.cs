using Mesh.Hosting;
using Mesh.Membership;
using Mesh.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Mesh.Client.Options;

/// <summary>
/// Takes over the seeds of a configuration that was reloaded: the node asks them from its next round on. Where the configuration has the seeds
/// that it had, what was said in code goes on to count. What cannot be used changes nothing.
/// </summary>
internal sealed partial class SeedReload : IHostedService, IDisposable
{
    private readonly IEnumerable<OptionClass> _classes;
    private readonly IEnumerable<SettingsFile> _files;
    private readonly IConfiguration? _configuration;
    private readonly IEnumerable<IValidateOptions<MeshClientOptions>> _validators;
    private readonly CurrentSeeds _seeds;
    private readonly ILogger<SeedReload> _log;
    private readonly Lock _turn = new();
    private string[] _configured;
    private IDisposable? _changes;

    public SeedReload(
        MeshConfiguration first,
        IEnumerable<OptionClass> classes,
        IEnumerable<SettingsFile> files,
        IEnumerable<IValidateOptions<MeshClientOptions>> validators,
        MeshSetup parts,
        ILogger<SeedReload> log,
        IConfiguration? configuration = null)
    {
        _configuration = configuration;
        _classes = classes;
        _files = files;
        _validators = validators;
        _seeds = parts.Seeds;
        _log = log;
        _configured = SeedsOf(first);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_configuration is not null)
            _changes = ChangeToken.OnChange(_configuration.GetReloadToken, TakeReloaded);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _changes?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _changes?.Dispose();

    /// <returns>Why its seeds do not count; null: they do.</returns>
    public string? Take(MeshConfiguration now)
    {
        lock (_turn)
        {
            var given = SeedsOf(now);
            if (given.SequenceEqual(_configured))
                return null;
            try
            {
                var options = new MeshClientOptions();
                now.Bind(options);
                foreach (var validator in _validators)
                {
                    if (validator.Validate(Microsoft.Extensions.Options.Options.DefaultName, options) is { Failed: true } wrong)
                        return string.Join("; ", wrong.Failures);
                }
            }
            catch (OptionsValidationException faults)
            {
                return string.Join("; ", faults.Failures);
            }

            _configured = given;
            _seeds.Take(given);
            return null;
        }
    }

    private static string[] SeedsOf(MeshConfiguration configuration) =>
        configuration.Root.GetSection($"{OptionNames.Root}:{nameof(MeshOptions.Seeds)}").Get<string[]>() ?? [];

    private void TakeReloaded()
    {
        try
        {
            if (Take(MeshConfiguration.Read(_classes, _configuration, _files.Select(f => f.Path))) is { } trouble)
                LogTrouble(_log, trouble);
        }
        catch (Exception trouble) when (trouble is MeshHoconException or OptionsValidationException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            LogTrouble(_log, trouble.Message);
        }
    }

    [LoggerMessage(2_130, LogLevel.Warning, "The seeds of before count on: {Reason}")]
    private static partial void LogTrouble(ILogger log, string reason);
}
