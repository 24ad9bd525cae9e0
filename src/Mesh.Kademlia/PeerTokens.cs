namespace Mesh.Kademlia;

/// <summary>
/// The tokens that peers gave this gateway, by address. With one a question needs no padding and no credential, and its
/// answer may be as long as it likes. Bounded.
/// </summary>
internal sealed class PeerTokens
{
    private const int Limit = 4_096;

    // A token is good for the rest of its period and the next: at least one period.
    private static readonly TimeSpan Life = KadSecret.Period - TimeSpan.FromSeconds(10);

    private readonly Dictionary<KadAddress, (ulong Token, TimeSpan At)> _tokens = [];

    public void Take(in KadAddress from, ulong token, TimeSpan now)
    {
        if (token == 0)
            return;
        if (_tokens.Count >= Limit)
            _tokens.Clear();
        _tokens[from] = (token, now);
    }

    /// <summary>0: none that is surely still good.</summary>
    public ulong Of(in KadAddress to, TimeSpan now) =>
        _tokens.TryGetValue(to, out var given) && now - given.At < Life ? given.Token : 0;

    public void Forget(in KadAddress from) => _tokens.Remove(from);
}
