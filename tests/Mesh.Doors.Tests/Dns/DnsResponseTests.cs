using CsCheck;
using Mesh.Catalog;
using Mesh.Node.Dns;

namespace Mesh.Doors.Tests.Dns;

public sealed class DnsResponseTests
{
    private const string Web = "web.service.mesh";

    [Fact]
    public void Answer_that_does_not_fit_is_cut_and_says_so()
    {
        var scene = new DnsScene().PutMany("web", 40);
        var plain = scene.Ask(Web, DnsType.SRV, edns: null);
        Assert.True(plain.IsTruncated);
        // 12 octets of header, 22 of question, 38 for each record.
        Assert.Equal((512 - 34) / 38, plain.Answers.Count);
        var stream = scene.Ask(Web, DnsType.SRV, edns: null, isStream: true);
        Assert.False(stream.IsTruncated);
        Assert.Equal((40, 40), (stream.Answers.Count, stream.Additional.Count));
    }

    [Theory]
    [InlineData(8_192, 8_192)]
    [InlineData(65_535, 8_192)]
    [InlineData(1_232, 1_232)]
    public void Size_of_the_client_is_honoured_up_to_the_bound(int asked, int bound)
    {
        var scene = new DnsScene().PutAtOnce("web", 600);
        var output = new byte[8_192];
        var length = scene.Responder.Respond(DnsPackets.Question(Web, DnsType.A, asked), 1, isStream: false, output);
        Assert.InRange(length, bound - 16, bound);
        Assert.True(DecodedMessage.Decode(output.AsSpan(0, length)).IsTruncated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(1_300)]
    [InlineData(5_000)]
    public void Services_of_any_size_fit_a_stream_or_are_cut(int count)
    {
        var scene = new DnsScene().PutAtOnce("web", count);
        foreach (var type in new[] { DnsType.A, DnsType.SRV })
        {
            var answer = scene.Ask(Web, type, isStream: true);
            Assert.Equal(answer.IsTruncated, answer.Answers.Count < count);
            Assert.Equal(answer.Answers.Count, answer.Answers.Distinct().Count());
            Assert.All(answer.Additional, a => Assert.Contains(answer.Answers, s => s.Data.EndsWith(a.Name, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Order_is_shuffled_while_the_share_of_a_client_stays()
    {
        var scene = new DnsScene().PutMany("web", 100);
        var answers = Enumerable.Range(0, 50).Select(_ => scene.Ask(Web, DnsType.SRV, 1_232)).ToList();
        var shares = answers.Select(a => string.Join('|', a.Answers.Select(r => r.Data).Order(StringComparer.Ordinal))).Distinct();
        Assert.Single(shares);
        Assert.True(answers.Select(a => a.Answers[0].Data).Distinct().Count() > 5, "always the same first");
        Assert.All(answers, a => Assert.True(a.IsTruncated));
    }

    [Fact]
    public void Share_of_a_client_is_the_same_from_every_loop_and_after_a_restart()
    {
        var scene = new DnsScene().PutMany("web", 100);
        var packet = DnsPackets.Question(Web, DnsType.SRV, 1_232);
        HashSet<string> Ask(DnsResponder responder)
        {
            var output = new byte[8_192];
            return [.. DecodedMessage.Decode(output.AsSpan(0, responder.Respond(packet, 77, false, output))).Answers.Select(a => a.Data)];
        }

        Assert.Equal(Ask(scene.NewResponder(1)), Ask(scene.NewResponder(2)));
    }

    [Fact]
    public void Shares_of_many_clients_cover_all_members()
    {
        var scene = new DnsScene().PutMany("web", 100);
        var given = Enumerable.Range(0, 200).SelectMany(c => scene.Ask(Web, DnsType.SRV, 1_232, client: (ulong)c).Answers)
            .CountBy(r => r.Data).ToDictionary();
        Assert.Equal(100, given.Count);
        Assert.True(given.Values.Max() < 3 * given.Values.Min(), $"{given.Values.Min()} to {given.Values.Max()} times");
    }

    [Fact]
    public void One_member_less_changes_one_record_of_a_share()
    {
        var scene = new DnsScene().PutMany("web", 100);
        var before = scene.Ask(Web, DnsType.A, 512).Answers.Select(r => r.Data).ToHashSet();
        var gone = before.First();
        scene.Mesh.Put(scene.Mesh.Resolve("web").Instances.First(v => v.Instance.Host == gone), Mesh.Views.ChangeKind.Removed);
        var after = scene.Ask(Web, DnsType.A, 512).Answers.Select(r => r.Data).ToHashSet();
        Assert.Single(after.Except(before));
        Assert.Equal(gone, Assert.Single(before.Except(after)));
    }

    [Fact]
    public void Client_subnet_is_given_back_with_scope_0()
    {
        var packet = DnsPackets.Question(Web, DnsType.A, 4_096, options: [0, 8, 0, 7, 0, 1, 24, 9, 10, 1, 2]);
        var answer = new DnsScene().PutMany("web", 1).Send(packet)!;
        Assert.Equal("000800070001" + "1800" + "0A0102", answer.Opt!.Data);
    }

    [Fact]
    public void Answers_follow_the_catalogue_at_once()
    {
        var scene = new DnsScene();
        Assert.Equal(DnsRcode.NoSuchName, scene.Ask(Web, DnsType.A).Rcode);
        scene.Put(DnsScene.Instance("web", "w-1"));
        Assert.Single(scene.Ask(Web, DnsType.A).Answers);
        scene.Put(DnsScene.Instance("other", "o-1"));
        scene.Put(DnsScene.Instance("web", "w-1") with { Status = InstanceStatus.Critical });
        Assert.Equal(DnsRcode.NoSuchName, scene.Ask(Web, DnsType.A).Rcode);
    }

    [Fact]
    public void Name_with_a_tag_gives_way_to_a_service_of_that_name()
    {
        var scene = new DnsScene().Put(DnsScene.Instance("b", "1", "10.0.0.1") with { Tags = ["a"] });
        Assert.Equal("10.0.0.1", scene.Ask("a.b.service.mesh", DnsType.A).Answers.Single().Data);
        scene.Put(DnsScene.Instance("a.b", "1", "10.0.0.2"));
        Assert.Equal("10.0.0.2", scene.Ask("a.b.service.mesh", DnsType.A).Answers.Single().Data);
    }

    [Theory]
    [InlineData("Warming", "nobody.service.mesh", nameof(DnsRcode.ServerFailure))]
    // Some of its instances would say that the others are gone.
    [InlineData("Warming", "web.service.mesh", nameof(DnsRcode.ServerFailure))]
    [InlineData("Warming", "n9.node.mesh", nameof(DnsRcode.ServerFailure))]
    // It begins anew before it ever knew anything.
    [InlineData("Restarting", "nobody.service.mesh", nameof(DnsRcode.ServerFailure))]
    [InlineData("Restarting", "web.service.mesh", nameof(DnsRcode.ServerFailure))]
    [InlineData("Leaving", "nobody.service.mesh", nameof(DnsRcode.ServerFailure))]
    [InlineData("Stopped", "web.service.mesh", nameof(DnsRcode.ServerFailure))]
    [InlineData("Ready", "nobody.service.mesh", nameof(DnsRcode.NoSuchName))]
    public void Node_that_does_not_know_all_yet_says_so(string phase, string name, string expected)
    {
        var state = new Mesh.Views.MeshState(Enum.Parse<Mesh.Views.MeshPhase>(phase), "");
        var scene = new DnsScene(state: state).PutMany("web", 1);
        Assert.Equal(expected, scene.Ask(name, DnsType.A).Rcode.ToString());
    }

    [Theory]
    [InlineData("Restarting")]
    [InlineData("Warming")]
    [InlineData("Leaving")]
    public void Node_that_was_ready_answers_from_its_last_picture_while_it_begins_anew(string phase)
    {
        var scene = new DnsScene().PutMany("web", 1);
        scene.Mesh.Hub.State = new Mesh.Views.MeshState(Enum.Parse<Mesh.Views.MeshPhase>(phase), "");

        Assert.Equal(DnsRcode.NoSuchName, scene.Ask("nobody.service.mesh", DnsType.A).Rcode);
        Assert.Single(scene.Ask(Web, DnsType.A).Answers);
    }

    [Fact]
    public void Negative_answer_fits_beside_the_longest_name()
    {
        var label = new string('x', 63);
        var name = $"{label}.{label}.{label}.{new string('y', 47)}.service.mesh";
        var output = new byte[8_192];
        var length = new DnsScene().Responder.Respond(DnsPackets.Question(name, DnsType.A), 1, false, output);
        Assert.InRange(length, 200, 512);
        Assert.Equal(DnsRcode.NoSuchName, DecodedMessage.Decode(output.AsSpan(0, length)).Rcode);
    }

    [Fact]
    public void Reverse_name_is_read_back() => Gen.Byte.Array[16].Sample(bytes =>
    {
        var ip = new System.Net.IPAddress(bytes);
        var labels = Convert.ToHexStringLower(bytes).Reverse().Select(c => c.ToString()).Append("ip6").Append("arpa");
        Assert.Equal(ip, DnsReverseName.Parse([.. labels]));
    });
}
