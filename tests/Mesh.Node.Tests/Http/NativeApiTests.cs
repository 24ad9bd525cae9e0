using Mesh.Node.Tests.Support;

namespace Mesh.Node.Tests.Http;

public sealed class NativeApiTests
{
    public static TheoryData<string> Recordings => [.. Recording.Names()];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Recorded_requests_get_the_recorded_answers(string name)
    {
        await using var node = await TestNode.StartAsync();
        var (expected, actual) = await Recording.ReplayAsync(name, node);
        Assert.Equal(expected, actual);
    }
}
