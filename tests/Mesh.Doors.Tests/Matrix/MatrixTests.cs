using System.Diagnostics;

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
            if (await UntilFoundAsync(reader, service, $"{port}") is { } seen)
                missing.Add($"{reader} saw: {seen}");
        }

        Assert.Empty(missing);
    }

    /// <summary>What was seen last when the port does not show in time; null: it does.</summary>
    private async Task<string?> UntilFoundAsync(string reader, string service, string port)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await mesh.ReadAsync(reader, service);
            if (seen.Contains(port, StringComparison.Ordinal))
                return null;
            if (Stopwatch.GetElapsedTime(began) > Limit)
                return seen;
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
