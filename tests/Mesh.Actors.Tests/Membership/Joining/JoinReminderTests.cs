using Mesh.Membership.Joining;

namespace Mesh.Actors.Tests.Membership.Joining;

public sealed class JoinReminderTests
{
    [Fact]
    public void Node_that_waits_for_its_seeds_says_so_now_and_then()
    {
        var reminder = new JoinReminder();

        var said = Enumerable.Range(0, 700).Where(s => reminder.After(isIn: false, TimeSpan.FromSeconds(s)) is not null);

        Assert.Equal([30, 330, 630], said);
    }

    [Fact]
    public void Time_in_a_mesh_does_not_count()
    {
        var reminder = new JoinReminder();
        reminder.After(isIn: false, TimeSpan.Zero);
        reminder.After(isIn: true, TimeSpan.FromSeconds(20));
        reminder.After(isIn: false, TimeSpan.FromSeconds(25));

        Assert.Null(reminder.After(isIn: false, TimeSpan.FromSeconds(54)));
        Assert.Equal(TimeSpan.FromSeconds(30), reminder.After(isIn: false, TimeSpan.FromSeconds(55)));
    }
}
