namespace Mesh.Membership.Joining;

/// <summary>Which refusals have been logged lately: a refused node asks every few seconds, the line should not come as often.</summary>
internal sealed class RefusalLog
{
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);

    private const int Capacity = 256;

    private readonly Dictionary<(string Address, string Conflict), TimeSpan> _logged = [];

    public bool IsNew(string address, string conflict, TimeSpan now)
    {
        if (_logged.TryGetValue((address, conflict), out var at) && now - at < Silence)
            return false;
        if (_logged.Count >= Capacity)
            _logged.Clear();
        _logged[(address, conflict)] = now;
        return true;
    }
}
