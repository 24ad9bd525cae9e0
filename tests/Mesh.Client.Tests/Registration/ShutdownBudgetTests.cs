using CsCheck;
using Mesh.Client.Registration;

namespace Mesh.Client.Tests.Registration;

public sealed class ShutdownBudgetTests
{
    [Fact]
    public void All_parts_fit_into_the_hosts_time_and_none_is_negative() =>
        Gen.Select(Gen.Int[0, 600_000], Gen.Int[0, 300_000], Gen.Int[0, 60_000]).Sample((totalMs, askedMs, graceMs) =>
        {
            var (total, asked, grace) = (Ms(totalMs), Ms(askedMs), Ms(graceMs));
            var drain = ShutdownBudget.Drain(total, asked, grace);
            var pause = ShutdownBudget.Grace(total, grace);
            var leave = ShutdownBudget.Leave(total);
            return drain >= TimeSpan.Zero && pause >= TimeSpan.Zero && leave >= TimeSpan.Zero
                && drain <= asked && pause <= grace && drain + pause + leave <= total;
        });

    [Fact]
    public void Usual_times_are_given_in_full()
    {
        var total = TimeSpan.FromSeconds(30);

        Assert.Equal(TimeSpan.FromSeconds(10), ShutdownBudget.Drain(total, TimeSpan.FromSeconds(10), Ms(250)));
        Assert.Equal(Ms(250), ShutdownBudget.Grace(total, Ms(250)));
    }

    private static TimeSpan Ms(int value) => TimeSpan.FromMilliseconds(value);
}
