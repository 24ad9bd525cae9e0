namespace Mesh.Dashboard.Doors;

/// <summary>The doors of the node that the dashboard is of, where it has any. Thread-safe.</summary>
internal interface IDoorSource
{
    /// <summary>Those that are open, in the order of the page.</summary>
    IReadOnlyList<DoorFact> Doors();

    /// <summary>What each has counted since the node began, by <see cref="DoorFact.Name"/>; a door that counts nothing is left out.</summary>
    IReadOnlyDictionary<string, DoorCount> Counts();
}
