namespace Mesh.Client.Local;

/// <summary>What a write takes of a quota until it is done, and shows in what there is; or that there is no room for it.</summary>
internal sealed class QuotaRoom : IDisposable
{
    /// <summary>Nobody bounds the write, or it takes nothing.</summary>
    public static readonly QuotaRoom Unbounded = new(null, null);

    private Action? _release;

    private QuotaRoom(QuotaExcess? excess, Action? release) => (Excess, _release, IsTaken) = (excess, release, release is not null);

    /// <summary>Null: there is room.</summary>
    public QuotaExcess? Excess { get; }

    /// <summary>Is there something to give back?</summary>
    public bool IsTaken { get; }

    public static QuotaRoom Of(Action release) => new(null, release);

    public static QuotaRoom Of(QuotaExcess excess) => new(excess, null);

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
