using Mesh.KeyValues;
using Mesh.Node.Data.Former;

namespace Mesh.Node.Tests.Data;

public sealed class KeyLinesTests
{
    [Fact]
    public void Entries_come_back_as_they_were_stored_whatever_their_bytes()
    {
        KeyRecord[] entries =
        [
            new() { Slot = KeySlot.OfEntry(Octets.Wrap([0, 0xff, 10])), Value = Octets.Wrap([13, 10, 0]), Flags = ulong.MaxValue, Claim = long.MaxValue },
            new() { Slot = KeySlot.OfEntry(Octets.Utf8("k")), Claim = 1 },
        ];

        var (read, faults) = KeyLines.Read([.. KeyLines.Write(entries)]);

        Assert.Empty(faults);
        Assert.Equal(entries, read);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"key\":\"*\",\"value\":\"\",\"flags\":0,\"claim\":1}")]
    [InlineData("{\"key\":\"\",\"value\":\"\",\"flags\":0,\"claim\":1}")]
    [InlineData("{\"key\":\"aw==\",\"value\":\"\",\"flags\":-1,\"claim\":1}")]
    public void Line_that_is_no_entry_costs_that_line_only(string line)
    {
        var good = KeyLines.Write([new() { Slot = KeySlot.OfEntry(Octets.Utf8("k")), Claim = 1 }]).Last();

        var (read, faults) = KeyLines.Read([KeyLines.Header, line, good]);

        Assert.Equal("k", Assert.Single(read).Slot.Name.ToString());
        Assert.Equal("line 2: is no entry", Assert.Single(faults));
    }
}
