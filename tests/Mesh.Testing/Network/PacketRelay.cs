using System.Diagnostics;
using System.Runtime.InteropServices;
using Mesh.Kademlia;

namespace Mesh.Testing.Network;

/// <summary>
/// Carries packets from site to site on one thread: reads each from its site's device, asks the rules what becomes of it,
/// and writes it to the device of its destination when it is due. Packets from one site to another keep their order, as
/// on most paths.
/// </summary>
internal sealed partial class PacketRelay : IDisposable
{
    private const int MaxPacket = 65_536;
    private const short Readable = 1;
    private const int LongestWaitMs = 50;

    private readonly string[] _sites;
    private readonly TunDevice[] _devices;
    private readonly Func<uint, int> _siteOf;
    private readonly PriorityQueue<(int To, byte[] Bytes), (long Due, long Number)> _underWay = new();
    private readonly Dictionary<(int From, int To), long> _lastDue = [];
    private readonly byte[] _buffer = new byte[MaxPacket];
    private readonly Thread _thread;
    private KadRandom _random;
    private long _number;
    private volatile bool _isStopped;
    private volatile LinkRules _rules;

    /// <param name="siteOf">The site that an address is at; negative: none.</param>
    public PacketRelay(string[] sites, TunDevice[] devices, Func<uint, int> siteOf, LinkRules rules, ulong seed)
    {
        (_sites, _devices, _siteOf, _rules, _random) = (sites, devices, siteOf, rules, new KadRandom(seed));
        _thread = new Thread(Run) { IsBackground = true, Name = "packet relay" };
        _thread.Start();
    }

    public Traffic Traffic { get; } = new();

    public LinkRules Rules
    {
        get => _rules;
        set => _rules = value;
    }

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
        foreach (var device in _devices)
            device.Dispose();
    }

    private void Run()
    {
        var polls = _devices.Select(d => new Poll { File = d.File, Events = Readable }).ToArray();
        while (!_isStopped)
        {
            _ = SysPoll(ref MemoryMarshal.GetArrayDataReference(polls), (nuint)polls.Length, WaitMs());
            for (var site = 0; site < polls.Length; site++)
            {
                if ((polls[site].Found & Readable) != 0)
                    Take(site);
            }

            Give();
        }
    }

    private int WaitMs()
    {
        if (!_underWay.TryPeek(out _, out var first))
            return LongestWaitMs;
        var ms = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), first.Due).TotalMilliseconds;
        return (int)Math.Clamp(Math.Ceiling(ms), 0, LongestWaitMs);
    }

    private void Take(int from)
    {
        while (_devices[from].Read(_buffer) is > 0 and var length)
        {
            var bytes = _buffer.AsSpan(0, length);
            // Devices also say things of their own, in IPv6, to nobody in particular.
            if (!IpPacket.TryRead(bytes, out var packet) || _siteOf(packet.Destination) is not (>= 0 and var to))
                continue;
            var fate = _rules.FateOf(from, to, packet.Protocol, _random.Unit(), _random.Unit());
            Traffic.Add(
                new TrafficKey(_sites[from], _sites[to], packet.Protocol, packet.Port), TrafficCount.Of(packet, fate.Kind));
            if (fate.Kind is FateKind.Delivered)
                Keep(from, to, bytes.ToArray(), fate.Delay);
        }
    }

    private void Keep(int from, int to, byte[] bytes, TimeSpan delay)
    {
        var due = Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency);
        due = Math.Max(due, _lastDue.GetValueOrDefault((from, to)));
        if (_rules.Terms.Rate is > 0 and var rate)
            due += bytes.Length * Stopwatch.Frequency / rate;
        _lastDue[(from, to)] = due;
        _underWay.Enqueue((to, bytes), (due, _number++));
    }

    private void Give()
    {
        var now = Stopwatch.GetTimestamp();
        while (_underWay.TryPeek(out var packet, out var first) && first.Due <= now)
        {
            _underWay.Dequeue();
            _devices[packet.To].Write(packet.Bytes);
        }
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int SysPoll(ref Poll polls, nuint count, int timeoutMs);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        public int File;
        public short Events;
        public short Found;
    }
}
