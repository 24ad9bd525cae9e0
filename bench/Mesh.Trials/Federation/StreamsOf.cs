using System.Globalization;
using System.Net;

namespace Mesh.Trials.Federation;

/// <summary>The connections that a process has opened, from the tables of the system.</summary>
internal static class StreamsOf
{
    private const string Established = "01";
    private static readonly string[] Tables = ["tcp", "tcp6"];

    /// <summary>The far ends, "address:port".</summary>
    public static HashSet<string> Process(int pid)
    {
        var sockets = Directory.EnumerateFiles($"/proc/{pid}/fd").Select(f => new FileInfo(f).LinkTarget ?? "")
            .Where(t => t.StartsWith("socket:[", StringComparison.Ordinal)).Select(t => t[8..^1]).ToHashSet();
        return
        [
            .. Tables.SelectMany(table => File.ReadAllLines($"/proc/{pid}/net/{table}").Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words[3] == Established && sockets.Contains(words[9])).Select(words => Read(words[2])),
        ];
    }

    /// <summary>Each 32 bits of an address are a number in the order of the machine, in hexadecimal.</summary>
    private static string Read(string end)
    {
        var (address, port) = (Convert.FromHexString(end[..end.IndexOf(':')]), end[(end.IndexOf(':') + 1)..]);
        foreach (var word in Enumerable.Range(0, address.Length / 4))
            address.AsSpan(word * 4, 4).Reverse();
        var ip = new IPAddress(address);
        ip = ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
        return $"{ip}:{int.Parse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}";
    }
}
