using Mesh.Actors.Tests.Wire;
using Mesh.Catalog;
using Mesh.Links;
using Mesh.Membership.Joining;

namespace Mesh.Actors.Tests.Links;

public class LinkHelloTests
{
    private static readonly LinkHello Caller = new(
        new Owner("10.0.0.1:4053", 7), new MeshTerms("mesh", 64, 1), 1, "mesh-1:4053", OnlyAsks: true);

    private static readonly LinkHello Answer = new(
        new Owner("[::1]:4053", -1), new MeshTerms("blue", 256, 3), 2, Refusal: "no");

    // A change of these is a change of what nodes of all versions say to each other first.
    [Theory]
    [InlineData(true, "4D534863000000330A140A0D31302E302E302E313A343035331507000000120A0A046D657368104018011801220B6D6573682D313A343035332801")]
    [InlineData(false, "4D534861000000260A110A0A5B3A3A315D3A3430353315FFFFFFFF120B0A04626C756510800218031802" + "32026E6F")]
    public void Hello_has_its_golden_bytes(bool calls, string bytes)
    {
        var (hello, mark) = calls ? (Caller, LinkFrames.CallerMark.ToArray()) : (Answer, LinkFrames.AnswerMark.ToArray());

        Assert.Equal(bytes, Convert.ToHexString(LinkFrames.Hello(mark, LinkHelloCodec.Write(hello))));
        Assert.Equal(hello, LinkHelloCodec.Read(Convert.FromHexString(bytes)[LinkFrames.HelloHeader..]));
    }

    [Fact]
    public void Hello_of_a_system_that_is_no_node_has_no_terms()
    {
        var outsider = Caller with { Terms = null };

        Assert.Equal(outsider, LinkHelloCodec.Read(LinkHelloCodec.Write(outsider)));
    }

    [Fact]
    public void Fields_of_a_newer_hello_are_skipped()
    {
        var newer = new CodedField(LinkHelloCodec.Write(Caller)).Varint(900, 7).Bytes(902, [1, 2, 3]).ToArray();

        Assert.Equal(Caller, LinkHelloCodec.Read(newer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0A04")]
    [InlineData("0A0C0A0A6E6F7768657265206120")]
    public void Hello_without_an_address_to_call_is_refused(string hex) =>
        Assert.Throws<LinkException>(() => LinkHelloCodec.Read(Convert.FromHexString(hex)));

    [Fact]
    public void What_a_stranger_writes_is_one_line_of_a_log()
    {
        var hello = Answer with { Refusal = "one\ntwo\u001b[31m" + new string('x', 5_000) };

        var shown = LinkHelloCodec.Read(LinkHelloCodec.Write(hello)).Refusal;

        Assert.DoesNotContain(shown, char.IsControl);
        Assert.Equal(1_000, shown.Length);
    }

    [Fact]
    public void Nodes_that_go_together_let_each_other_in()
    {
        var mine = new LinkHello(new Owner("10.0.0.2:1", 1), Caller.Terms, 1);

        Assert.Null(LinkRules.AtAnswerer(mine, Caller, _ => true));
        Assert.Null(LinkRules.AtCaller(Caller, mine, "10.0.0.2:1"));
    }

    [Fact]
    public void Certificate_of_another_name_is_refused_whoever_calls()
    {
        Assert.Contains("10.0.0.1", LinkRules.AtAnswerer(Caller, Caller, host => host != "10.0.0.1"), StringComparison.Ordinal);
        Assert.NotNull(LinkRules.AtAnswerer(Caller, Caller with { Terms = null }, _ => false));
    }

    [Fact]
    public void Versions_that_read_each_other_go_together()
    {
        var old = new LinkHello(new Owner("a:1", 1), new MeshTerms("mesh", 64, 3), 2);
        var newer = new LinkHello(new Owner("b:1", 1), new MeshTerms("mesh", 64, 5), 3);
        var newest = new LinkHello(new Owner("c:1", 1), new MeshTerms("mesh", 64, 6), 4);

        Assert.Null(LinkRules.Conflict(old, newer));
        Assert.Null(LinkRules.Conflict(newer, old));
        Assert.Contains("wire version is 3 here and 6 there", LinkRules.Conflict(old, newest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mesh-1:4053", "MESH-1:4053", true)]
    [InlineData("[::1]:1", "[0:0:0:0:0:0:0:1]:1", true)]
    [InlineData("10.0.0.1:1", "10.0.0.1:2", false)]
    [InlineData("mesh-1:1", "10.0.0.1:1", false)]
    public void One_address_is_known_in_each_writing(string one, string other, bool same) =>
        Assert.Equal(same, LinkRules.IsSame(one, other));

    [Fact]
    public void Another_node_than_the_one_that_was_called_is_named()
    {
        var trouble = LinkRules.AtCaller(Caller, Caller with { Node = new Owner("10.0.0.9:1", 3) }, "mesh-9:1");

        Assert.Contains("10.0.0.9:1", trouble, StringComparison.Ordinal);
    }
}
