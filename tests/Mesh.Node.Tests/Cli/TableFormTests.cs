using System.Collections.Immutable;
using Mesh.Node.Output;
using Mesh.Palette;
using Mesh.Palette.Api;
using Mesh.Palette.Commands;

namespace Mesh.Node.Tests.Cli;

/// <summary>Tables as terminals of several widths show them.</summary>
public sealed class TableFormTests
{
    private static readonly ImmutableArray<string> Values =
    [
        "orders-7f9c4d5b66-x2x9p", "[2001:db8::1]:8080", "passing", "confirmed (unconfirmed)", "leased", "", "1.2.3", "1",
        "a,blue,canary,traefik.enable=true", "10.20.30.40:4053#00000007",
    ];

    private static PaletteView View => new()
    {
        Columns = ["ID", "ADDRESS", "STATUS", "STANDING", "LIFETIME", "ZONE", "VERSION", "WEIGHT", "TAGS", "OWNER"],
        Rows = [Values, Values.SetItem(0, "o-2")],
    };

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void No_word_is_broken_and_no_line_is_wider_than_the_terminal(int width)
    {
        var lines = Written(View, width).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, l => Assert.True(l.Length <= width, l));
        var words = Values.SelectMany(v => v.Split(' ', ',')).Where(w => w.Length > 0);
        Assert.All(words, w => Assert.Contains(lines, l => l.Contains(w, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_table_that_fits_is_left_as_it_is()
    {
        var narrow = new PaletteView { Columns = ["A", "B"], Rows = [["1", ""], ["22", ""]] };
        Assert.Equal("A   B\n1\n22\n", Written(narrow, 80));
    }

    [Fact]
    public void Empty_columns_go_first()
    {
        var view = new PaletteView { Columns = ["NAME", "NOTHING"], Rows = [["0123456789", ""]] };
        Assert.Equal("NAME\n0123456789\n", Written(view, 12));
    }

    [Fact]
    public void Rows_that_do_not_fit_are_shown_one_below_the_other()
    {
        var view = new PaletteView { Columns = ["NAME", "TAGS"], Rows = [["one", "aaa,bbb,ccc,ddd"], ["two", ""]] };
        Assert.Equal("NAME  one\nTAGS  aaa,bbb,\n      ccc,ddd\n\nNAME  two\n", Written(view, 16));
    }

    [Fact]
    public void Ipv6_hosts_stand_in_brackets()
    {
        var instance = new InstanceModel
        {
            Id = "o-1",
            Service = "orders",
            Host = "2001:db8::1",
            Port = 80,
            Status = "passing",
            Standing = "confirmed",
            Owner = "o",
        };
        Assert.Contains("[2001:db8::1]:80", InstanceViews.Table([instance]).Rows[0]);
        Assert.Contains("[2001:db8::1]:80", InstanceViews.Line(new WatchEvent(1, "added", instance)).Lines[0], StringComparison.Ordinal);
    }

    private static string Written(PaletteView view, int width)
    {
        using var text = new StringWriter { NewLine = "\n" };
        PlainText.Write(text, view, width);
        return text.ToString();
    }
}
