using Mesh.Testing;

namespace Mesh.Doors.Tests.Matrix;

/// <summary>A service registered through each door is found through every other, by clients as people run them.</summary>
public sealed class MatrixTests(MatrixMesh mesh) : IClassFixture<MatrixMesh>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Readers = ["native", "consul", "etcd", "etcd-json", "dns", "embedded"];

    [Theory]
    [InlineData("native", 9101)]
    [InlineData("consul", 9102)]
    [InlineData("etcd", 9103)]
    [InlineData("etcd-json", 9104)]
    [InlineData("embedded", 9105)]
    public async Task Service_of_one_door_is_found_through_every_other(string door, int port)
    {
        var service = $"of-{door}";

        await mesh.WriteAsync(door, service, port);

        var missing = new List<string>();
        foreach (var reader in Readers)
        {
            if (await Record.ExceptionAsync(() => FoundAsync(reader, service, $"{port}")) is { } trouble)
                missing.Add(trouble.Message);
        }

        Assert.Empty(missing);
    }

    private Task FoundAsync(string reader, string service, string port) => Eventually.SeesAsync(
        () => mesh.ReadAsync(reader, service),
        seen => seen.Contains(port, StringComparison.Ordinal),
        $"{port} by {reader}",
        limit: Limit,
        pause: Pause);
}
