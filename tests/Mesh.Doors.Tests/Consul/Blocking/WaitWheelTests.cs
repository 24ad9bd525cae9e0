using CsCheck;
using Mesh.Node.Consul.Blocking;

namespace Mesh.Doors.Tests.Consul.Blocking;

public sealed class WaitWheelTests
{
    private const int Slots = 16;
    private static readonly ParkingLot Lot = new(TimeProvider.System, 1);

    [Fact]
    public void Queries_end_as_in_a_list_that_is_searched() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, Slots - 1]).Array[1, 200].Sample(steps =>
        {
            var wheel = new WaitWheel(Slots);
            var naive = new List<ParkedQuery>();
            var now = 0L;
            foreach (var (kind, number) in steps)
            {
                switch (kind)
                {
                    case 0 when naive.Count > 0:
                        var gone = naive[number % naive.Count];
                        naive.Remove(gone);
                        wheel.Remove(gone);
                        break;
                    case 1:
                        now += number;
                        var ended = new List<ParkedQuery>();
                        foreach (var due in wheel.Advance(now))
                        {
                            wheel.Remove(due);
                            ended.Add(due);
                        }

                        Assert.Equal(naive.Where(q => q.Due <= now).ToHashSet(), [.. ended]);
                        naive.RemoveAll(q => q.Due <= now);
                        break;
                    default:
                        var query = new ParkedQuery(Lot, "t", now + number);
                        wheel.Add(query);
                        naive.Add(query);
                        break;
                }
            }
        });

    [Fact]
    public void Wheel_that_was_not_turned_for_long_ends_everybody()
    {
        var wheel = new WaitWheel(Slots);
        var query = new ParkedQuery(Lot, "t", 5);
        wheel.Add(query);
        var ended = new List<ParkedQuery>();
        foreach (var due in wheel.Advance(1_000_000))
        {
            wheel.Remove(due);
            ended.Add(due);
        }

        Assert.Equal([query], ended);
        Assert.Equal(1_000_000, wheel.Now);
    }
}
