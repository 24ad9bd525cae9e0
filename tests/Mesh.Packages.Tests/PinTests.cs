namespace Mesh.Packages.Tests;

/// <summary>
/// Versions are central here. A project elsewhere has none of that: it is given what the packages ask for, and must get
/// what Mesh was compiled against.
/// </summary>
public sealed class PinTests
{
    [Theory]
    [InlineData("Mesh.Core")]
    [InlineData("Mesh.Kademlia")]
    [InlineData("Mesh.Actors")]
    [InlineData("Mesh.Federation")]
    [InlineData("Mesh.Client")]
    [InlineData("Mesh.Grpc")]
    [InlineData("Mesh.ServiceDiscovery")]
    [InlineData("Mesh.Yarp")]
    [InlineData("Mesh.Dashboard")]
    [InlineData("Mesh.Discovery")]
    [InlineData("Mesh.Client.Testing")]
    public void Version_of_each_package_is_one_that_somebody_asks_for(string project) =>
        Assert.Empty(AssetsFile.Of(project).AskedForByNobody());
}
