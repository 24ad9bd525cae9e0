using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Mesh.Testing.Restarts;

/// <summary>What the DNS door says of a service, by SRV over UDP; null: SERVFAIL, or cut off.</summary>
internal static class DnsAnswers
{
    private const int Srv = 33;
    private const int Size = 8_192;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    public static async Task<DoorAnswer?> AskAsync(IDoorNode node, string service, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AnswerLimit);
        using var socket = await node.OpenDnsAsync();
        await socket.SendAsync(Question($"{service}.service.mesh"), limit.Token);
        var answer = new byte[Size];
        return Read(answer[..await socket.ReceiveAsync(answer, limit.Token)]);
    }

    private static byte[] Question(string name)
    {
        var message = new List<byte> { 0x4d, 0x45, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1 };
        foreach (var label in name.Split('.'))
            message.AddRange([(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        message.AddRange([0, 0, Srv, 0, 1]);
        // OPT: how large an answer may be.
        message.AddRange([0, 0, 41, Size >> 8, Size & 0xff, 0, 0, 0, 0, 0, 0]);
        return [.. message];
    }

    private static DoorAnswer? Read(byte[] message)
    {
        var (isCut, code) = ((message[2] & 2) != 0, message[3] & 15);
        if (code == 3)
            return new DoorAnswer(null, []);
        if (code != 0 || isCut)
            return null;
        var at = AfterName(message, 12) + 4;
        var ports = new List<int>();
        for (var left = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(6)); left > 0; left--)
        {
            at = AfterName(message, at);
            var type = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at));
            var length = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at + 8));
            if (type == Srv)
                ports.Add(BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at + 14)));
            at += 10 + length;
        }

        return new DoorAnswer(null, [.. ports]);
    }

    private static int AfterName(byte[] message, int at)
    {
        while (message[at] != 0)
        {
            if (message[at] >= 0xc0)
                return at + 2;
            at += message[at] + 1;
        }

        return at + 1;
    }
}
