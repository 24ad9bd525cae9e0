using System.Text;
using CsCheck;
using Mesh.Wire;

namespace Mesh.Actors.Tests.Wire;

public sealed class InternPoolTests
{
    [Fact]
    public void Equal_bytes_give_the_same_object()
    {
        var pool = new InternPool<string>(16, 32, WirePools.Text);

        Assert.Same(pool.Get("zone-1"u8), pool.Get("zone-1"u8));
    }

    [Fact]
    public void Value_is_right_however_crowded_the_pool_is() => Gen.Int[0, 500].Array[0, 400].Sample(
        numbers =>
        {
            var pool = new InternPool<string>(4, 32, WirePools.Text);
            foreach (var number in numbers)
                Assert.Equal($"v{number}", pool.Get(Encoding.UTF8.GetBytes($"v{number}")));
        },
        iter: 200);

    [Fact]
    public void Value_above_the_bound_is_not_kept()
    {
        var pool = new InternPool<string>(16, 4, WirePools.Text);

        Assert.NotSame(pool.Get("zone-1"u8), pool.Get("zone-1"u8));
    }

    [Fact]
    public void Pool_serves_many_threads()
    {
        var pool = new InternPool<string>(64, 32, WirePools.Text);

        Parallel.For(0, 20_000, i => Assert.Equal($"v{i % 300}", pool.Get(Encoding.UTF8.GetBytes($"v{i % 300}"))));
    }
}
