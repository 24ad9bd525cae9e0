namespace Mesh.Trials.Comparison;

/// <summary>What a row is given to measure with.</summary>
/// <param name="IsQuick">Few rounds and small counts: for checking that the rows work.</param>
/// <param name="Folders">For the data of those that are started.</param>
/// <param name="Say">Shows how far it is.</param>
internal sealed record Course(bool IsQuick, Readings Readings, DataFolders Folders, Action<string> Say)
{
    public int Rounds => Of(3, 1);

    /// <summary>Length of one load.</summary>
    public double Seconds => Of(3.5, 1.5);

    /// <summary>Length of the load before, in seconds, in which both sides compile, connect and grow what they need.</summary>
    public double WarmUp => Of(4.0, 2.0);

    public T Of<T>(T full, T quick) => IsQuick ? quick : full;

    /// <summary>Each side once a round; who is first in one round is last in the next.</summary>
    public async Task InTurnsAsync(params Func<Task>[] sides)
    {
        for (var round = 0; round < Rounds; round++)
        {
            Say($"round {round + 1} of {Rounds}");
            foreach (var side in round % 2 == 0 ? sides : sides.Reverse())
                await side();
        }
    }
}
