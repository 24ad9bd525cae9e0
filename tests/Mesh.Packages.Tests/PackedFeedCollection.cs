namespace Mesh.Packages.Tests;

/// <summary>Packing takes its time: once for all.</summary>
[CollectionDefinition(nameof(PackedFeed))]
public sealed class PackedFeedCollection : ICollectionFixture<PackedFeed>;
