using System.Collections.Immutable;
using Mesh.Catalog;
using Mesh.Node.Output;
using Mesh.Palette;
using Mesh.Palette.Api;

namespace Mesh.Node.Demo;

/// <summary>The steps of the demo, each with the time it took, measured here.</summary>
internal sealed class DemoTour(DemoMesh mesh, TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(60);
    private static readonly (string Service, string Id)[] Wanted =
    [
        ("orders", "orders-1"), ("orders", "orders-2"), ("orders", "orders-3"),
        ("billing", "billing-1"), ("billing", "billing-2"),
    ];

    private static readonly string[] Keys = ["customer-1", "customer-2", "customer-3", "customer-4"];

    private readonly List<(string What, string Took)> _times = [];
    private CancellationToken _cancellation;

    public async Task RunAsync(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        await StepAsync("three nodes, joined through the first", StartNodesAsync);
        await StepAsync("orders x 3 and billing x 2, each embedded in a process of its own", StartServicesAsync);
        await StepAsync("picks by key: every node sends a key to the same instance", PickAsync);
        var victim = (await PickAsync(mesh.Views[0], Keys[0])).Id;
        await StepAsync($"kill -9 of {victim}: when each node dropped it", limit => KillAsync(victim, limit));
        var leaver = (await PickAsync(mesh.Views[0], Keys[0])).Id;
        await StepAsync($"drain of {leaver}: who confirmed that it is out of rotation", limit => DrainAsync(leaver, limit));
        await StepAsync($"{victim} starts again", limit => RestartAsync(victim, limit));
        Say("times, measured in this process");
        Table(["WHAT", "TOOK"], _times.Select(t => (string[])[t.What, t.Took]));
    }

    private async Task StartNodesAsync(CancellationToken limit)
    {
        var start = time.GetTimestamp();
        await mesh.StartNodesAsync(3, limit);
        Took("three nodes ready", start);
        Table(
            ["NODE", "REMOTING", "HTTP", "PID"],
            mesh.Nodes.Select(n => (string[])[n.Name, $"127.0.0.1:{n.Ports.Remoting}", $"{n.Url}", $"{n.Pid}"]));
        Say($"what follows, in a browser: {mesh.Nodes[0].Url}ui");
    }

    private async Task StartServicesAsync(CancellationToken limit)
    {
        var start = time.GetTimestamp();
        await mesh.StartServicesAsync(Wanted, limit);
        await Task.WhenAll(mesh.Views.Select(v => v.UntilAsync(
            all => Wanted.All(w => all.TryGetValue($"{w.Service}/{w.Id}", out var i) && NodeView.IsOffered(i)), limit)));
        Took("five instances started and on all nodes", start);
        foreach (var service in (string[])["orders", "billing"])
        {
            var found = await mesh.Views[2].Api.InstancesAsync(service, InstancesQuery.Any, limit);
            Table(
                ["SERVICE", "ID", "ADDRESS", "STATUS", "STANDING", "OWNER"],
                Done(found).Instances.Select(i => (string[])
                    [i.Service, i.Id, HostPort.Text(i.Host, i.Port), i.Status, i.Standing, i.Owner]));
        }
    }

    private async Task PickAsync(CancellationToken limit)
    {
        var rows = new List<string[]>();
        foreach (var key in Keys)
        {
            var picked = await Task.WhenAll(mesh.Views.Select(v => PickAsync(v, key)));
            if (picked.Select(p => p.Id).Distinct().Count() != 1)
                throw new DemoException($"the nodes do not agree on {key}");
            rows.Add([key, .. picked.Select(p => p.Id)]);
        }

        Table(["KEY", .. mesh.Views.Select(v => v.Name.ToUpperInvariant())], rows);
        var called = await PickAsync(mesh.Views[0], Keys[0]);
        using var http = new HttpClient();
        Say($"GET http://{called.Host}:{called.Port}/ -> {await http.GetStringAsync(new Uri($"http://{called.Host}:{called.Port}/"), limit)}");
    }

    private async Task KillAsync(string id, CancellationToken limit)
    {
        var drops = mesh.Views.Select(v => (v.Name, When: v.UntilAsync(all => !IsThere(all, id), limit))).ToArray();
        var start = time.GetTimestamp();
        mesh.Service(id).Kill();
        foreach (var (name, when) in drops)
            Took($"{name} dropped the killed {id}", start, await when);
        var now = await PickAsync(mesh.Views[0], Keys[0]);
        Say($"{Keys[0]} now goes to {now.Id}");
        var gone = await Task.WhenAll(mesh.Views.Select(v => v.UntilAsync(all => !all.ContainsKey("orders/" + id), limit)));
        Took($"{id} removed on all nodes, its own node being declared dead", start, gone.Max());
        var observer = $"127.0.0.1:{mesh.Nodes[0].Ports.Remoting}";
        Say($"explain orders {id}, as node-1 saw it:");
        var story = Done(await mesh.Views[0].Api.ExplainAsync("orders", id, limit));
        foreach (var told in story.Events.Where(e => e.Observer == observer))
            Say($"  {told.At:HH:mm:ss.fff} {told.Change} ({told.Cause}: {told.Evidence})");
    }

    private async Task DrainAsync(string id, CancellationToken limit)
    {
        var start = time.GetTimestamp();
        var reply = Done(await mesh.Views[1].Api.DrainAsync("orders", id, "10s", null, limit));
        Took($"{id} drained, confirmed by {reply.Confirmed.Count}", start);
        Say($"confirmed: {string.Join(", ", reply.Confirmed)}");
        if (reply.Unconfirmed.Count > 0)
            Say($"not confirmed: {string.Join(", ", reply.Unconfirmed)}");
    }

    private async Task RestartAsync(string id, CancellationToken limit)
    {
        var start = time.GetTimestamp();
        var back = mesh.Views.Select(v => v.UntilAsync(all => IsThere(all, id), limit)).ToArray();
        await mesh.StartServicesAsync([("orders", id)], limit);
        var last = (await Task.WhenAll(back)).Max();
        Took($"{id} started again and back on all nodes", start, last);
    }

    private async Task<InstanceModel> PickAsync(NodeView view, string key)
    {
        var reply = Done(await view.Api.PickAsync("orders", new PickQuery { Key = key }, _cancellation));
        return reply.Instances is [var one, ..] ? one : throw new DemoException($"{view.Name} has nothing to pick");
    }

    private async Task StepAsync(string title, Func<CancellationToken, Task> step)
    {
        output.WriteLine();
        output.WriteLine($"== {title}");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        limit.CancelAfter(StepLimit);
        try
        {
            await step(limit.Token);
        }
        catch (OperationCanceledException) when (!_cancellation.IsCancellationRequested)
        {
            throw new DemoException($"{title}: not done within {StepLimit.TotalSeconds:0} s");
        }
    }

    private static bool IsThere(IReadOnlyDictionary<string, InstanceModel> all, string id) =>
        all.TryGetValue("orders/" + id, out var instance) && NodeView.IsOffered(instance);

    private static T Done<T>(ApiReply<T> reply)
        where T : class => reply.IsDone ? reply.Value : throw new DemoException(reply.Problem.Detail);

    private void Took(string what, long start, long? end = null)
    {
        var took = time.GetElapsedTime(start, end ?? time.GetTimestamp());
        var text = took < TimeSpan.FromSeconds(1) ? $"{took.TotalMilliseconds:0.0} ms" : $"{took.TotalSeconds:0.00} s";
        _times.Add((what, text));
        Say($"{what}: {text}");
    }

    private void Say(string line) => output.WriteLine("   " + line);

    private void Table(string[] columns, IEnumerable<string[]> rows)
    {
        using var text = new StringWriter();
        PlainText.Write(text, new PaletteView { Columns = [.. columns], Rows = [.. rows.Select(r => r.ToImmutableArray())] });
        foreach (var line in text.ToString().TrimEnd().Split(Environment.NewLine))
            Say(line);
    }
}
