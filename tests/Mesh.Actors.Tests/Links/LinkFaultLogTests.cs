using System.Net;
using Akka.Event;
using Mesh.Links;
using Mesh.Membership.Joining;
using Microsoft.Extensions.Time.Testing;

namespace Mesh.Actors.Tests.Links;

public sealed class LinkFaultLogTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CountingLog _log = new();

    [Fact]
    public void Flood_of_one_host_is_one_line()
    {
        var faults = new LinkFaultLog(_log, _time);

        for (var i = 0; i < 20_000; i++)
            faults.Answering(new IPEndPoint(IPAddress.Loopback, i), "hello", $"what comes is no hello: {i}");

        Assert.Single(_log.Lines);
    }

    [Fact]
    public void Names_that_a_caller_makes_up_are_one_line()
    {
        var faults = new LinkFaultLog(_log, _time);

        for (var i = 0; i < 20_000; i++)
            faults.Refused(new IPEndPoint(IPAddress.Loopback, i), $"10.0.0.1:{i}", "another mesh");

        Assert.Single(_log.Lines);
    }

    [Fact]
    public void Lines_are_bounded_from_however_many_hosts_and_the_rest_is_counted()
    {
        var faults = new LinkFaultLog(_log, _time);

        for (var i = 0; i < 1_000; i++)
            faults.Answering(new IPEndPoint(new IPAddress(i + 1L), 1), "hello", "what comes is no hello");
        Assert.Equal(LinkFaultLog.MostLines, _log.Lines.Count);
        _time.Advance(RefusalLog.Silence);
        faults.Answering(new IPEndPoint(IPAddress.Loopback, 1), "hello", "what comes is no hello");

        Assert.Contains($"({1_000 - LinkFaultLog.MostLines} more were left out", _log.Lines[^1], StringComparison.Ordinal);
    }

    private sealed class CountingLog : LoggingAdapterBase
    {
        public CountingLog()
            : base(DefaultLogMessageFormatter.Instance)
        {
        }

        public List<string> Lines { get; } = [];

        public override bool IsDebugEnabled => true;

        public override bool IsInfoEnabled => true;

        public override bool IsWarningEnabled => true;

        public override bool IsErrorEnabled => true;

        protected override void NotifyLog(LogLevel logLevel, object message, Exception? cause = null) => Lines.Add($"{message}");
    }
}
