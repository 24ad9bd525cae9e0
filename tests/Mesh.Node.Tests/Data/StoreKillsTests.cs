using Mesh.Testing.Processes;

namespace Mesh.Node.Tests.Data;

public sealed class StoreKillsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-kills").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Acknowledged_durable_writes_are_in_a_file_that_opens_after_kill_9_at_any_moment()
    {
        var kills = new StoreKills(_directory, seed: 20_260_101);
        await kills.RunAsync(20);
        Assert.InRange(kills.Acknowledged, 1, long.MaxValue);
        Assert.InRange(kills.Opened, 10, 21);
    }
}
