namespace Mesh.Kademlia.Lookups;

/// <summary>The parameters of one lookup, named as in the paper.</summary>
/// <param name="Mode">When it ends.</param>
/// <param name="K">Nearest peers that must have answered.</param>
/// <param name="Alpha">Requests in flight.</param>
/// <param name="Paths">Disjoint paths (Baumgart and Mies, "S/Kademlia", 2007): no peer is asked on two of them.</param>
/// <param name="IsWide">Ask all k nearest at once when an answer brings nothing nearer (section 2.3 of the paper).</param>
internal sealed record LookupParameters(LookupMode Mode, int K, int Alpha, int Paths = 1, bool IsWide = true)
{
    /// <summary>
    /// Requests in flight until something is heard of one of them, see <see cref="KadSettings.FirstRound"/>.
    /// </summary>
    public int FirstRound { get; init; } = Alpha;

    /// <summary>Own contacts to start from: more than k, should all of the nearest be dead.</summary>
    public int Seeds => 2 * K;

    public static LookupParameters Of(KadSettings settings, LookupMode mode, int paths = 1) => mode is LookupMode.First
        ? new(mode, settings.K, settings.FirstAlpha, paths) { FirstRound = settings.FirstRound }
        : new(mode, settings.K, settings.Alpha, paths);
}
