using Mesh.Catalog;
using Mesh.Dashboard.Models;

namespace Mesh.Dashboard.Tests.Models;

public sealed class CheckLineTests
{
    [Fact]
    public void Check_is_called_by_its_name_and_says_what_it_is_about()
    {
        var line = CheckLine.Of(new NamedCheck { Id = "c1", Name = "disk", Notes = "of the node", Status = InstanceStatus.Warning });

        Assert.Equal(("c1", "disk", "warning", "of the node"), (line.Id, line.Name, line.Mark.Text, line.About));
    }

    [Fact]
    public void Output_is_text_of_a_bounded_length_whose_marks_of_direction_are_spelt()
    {
        Assert.Equal("<b>ok</b>\\u202e\nsecond", CheckLine.OutputOf(Report("  <b>ok</b>\u202e\nsecond\n")));
        Assert.Equal(CheckLine.MostOutput + 1, CheckLine.OutputOf(Report(new string('x', CheckReport.MaxOutput))).Length);
        Assert.Equal(CheckLine.MostOutput, CheckLine.OutputOf(Report(new string('x', CheckLine.MostOutput - 1) + "😀😀")).Length);
        Assert.Equal("", CheckLine.OutputOf(null));
    }

    private static CheckReport Report(string output) => new(InstanceStatus.Passing, output, default);
}
