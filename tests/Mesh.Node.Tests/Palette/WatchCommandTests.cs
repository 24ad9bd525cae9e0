using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Mesh.Palette;
using Mesh.Palette.Api;
using Mesh.Palette.Commands;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Node.Tests.Palette;

public sealed class WatchCommandTests
{
    private readonly List<string?> _asked = [];
    private readonly Queue<IAsyncEnumerable<WatchEvent>> _answers = new();
    private readonly Lines _lines = new();
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };

    [Fact]
    public async Task Watch_goes_on_after_the_last_revision_when_its_node_was_away()
    {
        _answers.Enqueue(Events([new(7, "reset", null), new(9, "removed", null)], null));
        _answers.Enqueue(Events([], new MeshApiException(ApiProblems.NotNow("no node"))));
        _answers.Enqueue(Events([], new MeshApiException(ApiProblems.NotNow("no node"))));
        _answers.Enqueue(Events([new(12, "removed", null)], new IOException("broken")));
        _answers.Enqueue(Events([], new MeshApiException(ApiProblems.Denied(403, "not any more"))));

        var exit = await RunAsync(_time);

        Assert.Equal(PaletteExit.Refused, exit);
        Assert.Equal([null, "9", "9", "9", "12"], _asked);
        Assert.Equal(
            [
                "7 reset", "9 removed", "! the node ended the watch; trying again", "12 removed",
                "! the connection to the node broke; trying again", "! not any more",
            ],
            _lines.All);
    }

    [Fact]
    public async Task Watch_that_never_began_ends_with_the_reason()
    {
        _answers.Enqueue(Events([], new MeshApiException(ApiProblems.NotNow("no node"))));
        Assert.Equal(PaletteExit.Refused, await RunAsync(_time));
        Assert.Equal(["! no node"], _lines.All);
    }

    [Fact]
    public async Task Watch_without_a_clock_ends_with_its_node()
    {
        _answers.Enqueue(Events([new(7, "reset", null)], null));
        Assert.Equal(PaletteExit.Refused, await RunAsync(null));
        Assert.Equal(["7 reset", "! the node ended the watch"], _lines.All);
    }

    private async Task<int> RunAsync(FakeTimeProvider? clock)
    {
        var api = DispatchProxy.Create<IMeshApi, Watched>();
        ((Watched)(object)api).Answer = since =>
        {
            _asked.Add(since);
            return ApiReply<IAsyncEnumerable<WatchEvent>>.Of(_answers.Dequeue());
        };
        var call = new PaletteCall(
            api, new PaletteInput(new Dictionary<string, IReadOnlyList<string>>()), _lines, CancellationToken.None)
        {
            Clock = clock,
        };
        var run = MeshPalette.Commands.Single(c => c.Name == "watch").Run(call);
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        return await run;
    }

    private static async IAsyncEnumerable<WatchEvent> Events(WatchEvent[] events, Exception? end)
    {
        foreach (var item in events)
        {
            await Task.Yield();
            yield return item;
        }

        if (end is not null)
            throw end;
    }

    public class Watched : DispatchProxy
    {
        public Func<string?, ApiReply<IAsyncEnumerable<WatchEvent>>>? Answer { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name == nameof(IMeshApi.Watch) ? Answer!((string?)args![1]) : throw new NotSupportedException();
    }

    private sealed class Lines : IPaletteOutput
    {
        public List<string> All { get; } = [];

        public void Write<T>(T value, JsonTypeInfo<T> type, Func<T, PaletteView> view) => All.AddRange(view(value).Lines);

        public void Fail(ApiProblem problem) => All.Add("! " + problem.Detail);
    }
}
