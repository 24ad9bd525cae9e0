using Mesh.Testing.Processes;
using Mesh.Trials.Comparison;
using Mesh.Trials.Consul;

namespace Mesh.Trials.Rows;

/// <summary>
/// Health queries by wrk over the Consul door of a node with 10,000 instances. Beside Consul where it is installed; it is in no package of
/// Debian, so beside recorded figures otherwise.
/// </summary>
internal sealed class ConsulRow : IRow
{
    private const string Peer = "Consul; where it is not installed 1.10, recorded on 2 processors of the same kind";

    // (connections, what Consul answered a second)
    private static readonly (int Connections, double Recorded)[] Loads = [(64, 9_222), (16, 9_075), (1, 4_840)];

    private readonly Figure[] _rates = [.. Loads.Select(l => new Figure(
        $"Consul health queries of 10 instances, c={l.Connections}", "1/s", l.Connections == 64 ? Goal.AtLeastTimes(3) : Goal.None, Peer))];

    public string Name => "consul";

    public string About => "health queries over the Consul door of a node with 10,000 instances";

    public IReadOnlyList<Figure> Figures => _rates;

    public async Task MeasureAsync(Course course)
    {
        await using (var node = await NodeProcess.StartAsync("--consul"))
            await LoadAsync(course, node.Http, course.Readings.Mesh);
        if (await ConsulPeer.TryStartAsync() is not { } peer)
        {
            for (var i = 0; i < Loads.Length; i++)
                course.Readings.Peer(_rates[i], Loads[i].Recorded);
            return;
        }

        await using (peer)
            await LoadAsync(course, peer.Url, course.Readings.Peer);
    }

    private async Task LoadAsync(Course course, Uri url, Action<Figure, double> reading)
    {
        await ConsulLoad.FillAsync(url);
        await ConsulLoad.WrkAsync(url, Loads[0].Connections, "passing", course.Of(5, 2));
        for (var round = 0; round < course.Rounds; round++)
        {
            for (var i = 0; i < Loads.Length; i++)
                reading(_rates[i], (await ConsulLoad.WrkAsync(url, Loads[i].Connections, "passing", course.Of(4, 2))).Rate);
        }
    }
}
