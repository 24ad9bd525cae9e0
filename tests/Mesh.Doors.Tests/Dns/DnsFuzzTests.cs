using CsCheck;
using Mesh.Node.Dns;

namespace Mesh.Doors.Tests.Dns;

/// <summary>Whatever comes, there is no exception, and what goes out is a whole message within its limit.</summary>
public sealed class DnsFuzzTests
{
    private const long Runs = 20_000;

    private static readonly DnsType[] Types =
        [DnsType.A, DnsType.AAAA, DnsType.SRV, DnsType.PTR, DnsType.SOA, DnsType.NS, DnsType.TXT, DnsType.ANY, DnsType.AXFR, (DnsType)65_280];

    private static readonly Gen<string> Name = Gen.OneOf(
        "web.service.mesh", "blue.web.service.mesh", "_web._tcp.service.mesh", "_grpc._tcp.web.service.dc1.mesh",
        "n1.node.mesh", "0a000001.addr.mesh", "mesh", "1.0.0.10.in-addr.arpa", "example.org", "service.mesh", "x.dc.mesh",
        "a.b.c.d.e.f.service.mesh", "grpc.port.web.service.mesh", "port.port.service.mesh", "consul.service.mesh", "_._tcp.service.mesh", "_.mesh");

    private static readonly Gen<byte[]> Question = Gen.Select(
        Name, Gen.OneOf(Types), Gen.Int[0, 70_000], Gen.Bool,
        (name, type, edns, has) => DnsPackets.Question(name, type, has ? edns : null));

    /// <summary>A question with some octets changed, inserted or cut off.</summary>
    private static readonly Gen<byte[]> Mutated = Gen.Select(
        Question, Gen.Select(Gen.Int[0, 80], Gen.Byte).Array[1, 6], Gen.Int[0, 120],
        (packet, changes, cut) =>
        {
            foreach (var (at, value) in changes)
                packet[at % packet.Length] = value;
            return cut < 100 ? packet : packet[..(cut % packet.Length)];
        });

    [Fact]
    public void Random_octets_never_throw() => Gen.Byte.Array[0, 600].Sample(Check, iter: Runs);

    [Fact]
    public void Mutated_questions_never_throw() => Mutated.Sample(Check, iter: Runs);

    [Fact]
    public void Wellformed_questions_are_always_answered() => Question.Sample(
        packet => Assert.NotNull(NewScene().Send(packet)), iter: 500);

    [Fact]
    public void Question_survives_the_round_trip() => Gen.Select(Question, Gen.Bool).Sample(
        (packet, isStream) =>
        {
            Assert.Equal(DnsVerdict.Answer, DnsQueryParser.Parse(packet, out var query));
            var answer = Shared.Value!.Send(packet, isStream)!;
            Assert.Equal(query.Id, answer.Id);
            Assert.Equal(query.Type, answer.Type);
            Assert.Equal(query.HasEdns, answer.Opt is not null);
            Assert.Equal(
                DnsName.Encode(answer.Question), packet.AsSpan(DnsQuery.HeaderLength, query.NameLength).ToArray());
        },
        iter: Runs);

    private static readonly ThreadLocal<DnsScene> Shared = new(NewScene);

    private static void Check(byte[] packet)
    {
        var scene = Shared.Value!;
        var answer = scene.Send(packet);
        if (packet.Length < 12 || (packet[2] & 0x80) != 0)
            Assert.Null(answer);
        else
            Assert.Equal((packet[0] << 8) | packet[1], answer!.Id);
        var output = new byte[8_192];
        var length = scene.Responder.Respond(packet, 1, isStream: false, output);
        if (answer?.Opt is null)
            Assert.InRange(length, 0, 512);
    }

    private static DnsScene NewScene() => new DnsScene().PutMany("web", 60).PutMany("x", 1);
}
