using System.Diagnostics.Metrics;
using Mesh.Catalog;
using Mesh.Telemetry;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Access;

/// <summary>
/// Writes down who did what at the doors, and what was refused: each decision is counted, changes and refusals get a line, as many of one
/// kind as <see cref="AuditGate"/> lets. Thread-safe.
/// </summary>
internal sealed partial class AccessAudit : IAsyncDisposable
{
    public const string Category = "Mesh.Audit";
    private const string AllowedWord = "allowed";
    private const int MostText = 256;

    private readonly AccessOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Counter<long> _decisions;
    private readonly AuditFile? _file;
    private readonly AuditGate _gate = new();
    private readonly Lock _lock = new();
    private readonly ITimer _turn;

    public AccessAudit(IOptions<AccessOptions> options, TimeProvider time, ILoggerFactory logs, IMeterFactory meters)
    {
        _options = options.Value;
        _time = time;
        _log = logs.CreateLogger(Category);
        var meter = meters.Create(MeshTelemetry.MeterName);
        _decisions = meter.CreateCounter<long>(MeshInstruments.AccessDecisions, "{request}", "Requests and messages at the doors by what was decided");
        if (_options.AuditFile.Length > 0)
        {
            _file = new AuditFile(_options.AuditFile, reason => LogTrouble(_log, _options.AuditFile, reason));
            meter.CreateObservableCounter(MeshInstruments.AuditLost, () => _file.Lost, "{line}", "Lines of the audit that could not be written");
        }

        _turn = time.CreateTimer(_ => Turn(), null, AuditGate.Window, AuditGate.Window);
    }

    /// <param name="pattern">Of the route that it has found; null: that is not told apart.</param>
    /// <param name="demand">Null: nothing in particular.</param>
    public void Note(AccessCaller caller, HttpRequest request, string? pattern, AccessDemand? demand, AccessDecision decision)
    {
        var outcome = Count(decision);
        if (IsTold(demand, decision))
            Tell(caller, $"{request.Method} {request.Path}", pattern is null ? request.Method : $"{request.Method} {pattern}", demand, decision, outcome);
    }

    /// <param name="method">Of a message.</param>
    /// <param name="demand">Null: nothing in particular.</param>
    public void Note(AccessCaller caller, string method, AccessDemand? demand, AccessDecision decision)
    {
        var outcome = Count(decision);
        if (IsTold(demand, decision))
            Tell(caller, method, method, demand, decision, outcome);
    }

    private string Count(AccessDecision decision)
    {
        var outcome = decision.IsAllowed ? AllowedWord : Word(decision.Verdict);
        _decisions.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        return outcome;
    }

    private bool IsTold(AccessDemand? demand, AccessDecision decision) =>
        !(decision.IsAllowed && !_options.AuditReads && demand?.Action is null or AccessAction.Read);

    /// <param name="what">Method and path.</param>
    /// <param name="kind">The same without what callers make up.</param>
    private void Tell(AccessCaller caller, string what, string kind, AccessDemand? demand, AccessDecision decision, string outcome)
    {
        var (who, from) = (caller.Name, caller.From?.ToString() ?? "");
        lock (_lock)
        {
            if (!_gate.Take(new AuditKind(who, from, kind, outcome)))
                return;
        }

        Write(new AuditEntry(who, from, ShortText.Of(what, MostText), demand?.ToString() ?? "", outcome, decision.Reason));
    }

    /// <summary>After the file was moved away.</summary>
    public void Reopen() => _file?.Reopen();

    public async ValueTask DisposeAsync()
    {
        await _turn.DisposeAsync();
        Turn();
        if (_file is not null)
            await _file.DisposeAsync();
    }

    private void Turn()
    {
        IReadOnlyList<(AuditKind Kind, long LeftOut)> left;
        lock (_lock)
            left = _gate.Turn();
        foreach (var (kind, count) in left)
            Write(new AuditEntry(kind.Who, kind.From, kind.What, "", kind.Outcome, "") { Repeated = count });
    }

    private void Write(AuditEntry entry)
    {
        var line = entry.ToJson(_time.GetUtcNow());
        if (_file is not null)
            _file.Write(line);
        else if (entry.Outcome == AllowedWord)
            LogAllowed(_log, line);
        else
            LogRefused(_log, line);
    }

    private static string Word(AccessVerdict verdict) => verdict switch
    {
        AccessVerdict.NotSaid => "shut",
        AccessVerdict.ForeignSite => "foreign_site",
        AccessVerdict.ForeignHost => "foreign_host",
        AccessVerdict.UnknownToken => "unknown_token",
        AccessVerdict.NoToken => "no_token",
        AccessVerdict.TooMany => "too_many",
        _ => "denied",
    };
}
