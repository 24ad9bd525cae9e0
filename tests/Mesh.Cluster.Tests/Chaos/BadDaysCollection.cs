namespace Mesh.Cluster.Tests.Chaos;

/// <summary>Bad days have the machine to themselves: other tests would add to what they are about.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BadDaysCollection
{
    public const string Name = "bad days";
}
