namespace Mesh.Kademlia.Simulator.Cases;

/// <summary>The cases by the names that the command line takes, in the order they run.</summary>
internal static class AllCases
{
    public static IReadOnlyList<(string Name, Action<Trial> Run)> ByName { get; } =
    [
        ("static", StaticCase.Run),
        ("timing", TimingCase.Run),
        ("explicit", ExplicitCase.Run),
        ("growth", GrowthCase.Run),
        ("healing", HealingCase.Run),
        ("churn", ChurnCase.Run),
        ("publication", PublicationCase.Run),
        ("multivalue", MultiValueCase.Run),
        ("crowdedkey", CrowdedKeyCase.Run),
        ("hotkey", HotKeyCase.Run),
        ("colluders", ColluderCase.Run),
        ("sybils", SybilCase.Run),
    ];
}
