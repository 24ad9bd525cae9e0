using Akka.Event;
using Mesh.Hosting;

namespace Mesh.Links;

/// <summary>
/// Looks from time to time whether the files of the certificates have changed, and says what an operator has to see to: at
/// the start, after each change, and once a day.
/// </summary>
internal sealed class LinkCertificates : IDisposable
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Reminder = TimeSpan.FromDays(1);

    private readonly MeshCertificates _certificates;
    private readonly ILoggingAdapter _log;
    private readonly TimeProvider _time;
    private readonly Action _changed;
    private readonly ITimer _timer;
    private DateTimeOffset _told;

    /// <param name="changed">Told, on another thread, when there are new ones.</param>
    public LinkCertificates(MeshCertificates certificates, ILoggingAdapter log, TimeProvider time, Action changed)
    {
        _certificates = certificates;
        _log = log;
        _time = time;
        _changed = changed;
        certificates.Changed += OnChanged;
        Remind();
        _timer = time.CreateTimer(_ => Look(), null, Pause, Pause);
    }

    public void Dispose()
    {
        _certificates.Changed -= OnChanged;
        _timer.Dispose();
    }

    private void Look()
    {
        if (!_certificates.Refresh(out var trouble) && trouble is not null)
            _log.Warning("The certificates of before are used on: {Reason}", trouble);
        if (_time.GetUtcNow() - _told >= Reminder)
            Remind();
    }

    private void OnChanged()
    {
        var now = _certificates.Current;
        _log.Info("Certificates are read anew: {Subject} until {Until:u}, {Revoked} revoked", now.Own.Subject, now.Until, now.Revocations.Count);
        Remind();
        _changed();
    }

    private void Remind()
    {
        _told = _time.GetUtcNow();
        if (_certificates.NoticeAt(_told) is { Length: > 0 } notice)
            _log.Warning("{Notice}", notice);
    }
}
