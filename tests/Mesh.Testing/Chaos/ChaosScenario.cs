namespace Mesh.Testing.Chaos;

/// <summary>A bad day.</summary>
/// <param name="Name">In words, for the report.</param>
/// <param name="Act">Makes trouble and ends it again: when it returns, every node runs and every way is open.</param>
/// <param name="IsShort">Part of the short set.</param>
internal sealed record ChaosScenario(string Name, Func<ChaosRun, Task> Act, bool IsShort = false);
