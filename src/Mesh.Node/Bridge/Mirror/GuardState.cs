using System.Collections.Immutable;

namespace Mesh.Node.Bridge.Mirror;

/// <param name="Recent">Removals of the last window.</param>
/// <param name="EmptyReadings">Complete readings in a row in which the source was empty.</param>
/// <param name="LastReading">The number of the last one counted.</param>
internal sealed record GuardState(ImmutableArray<GuardState.Removal> Recent, int EmptyReadings, long LastReading)
{
    public static readonly GuardState Open = new([], 0, -1);

    internal readonly record struct Removal(TimeSpan At, int Count);
}
