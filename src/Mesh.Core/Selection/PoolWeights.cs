using System.Collections.Immutable;

namespace Mesh.Selection;

/// <summary>Weights as the policies use them: reduced, so that equal proportions are equal tables.</summary>
internal static class PoolWeights
{
    /// <summary>Weight 0 takes nothing unless all have it: the endpoints that take part.</summary>
    public static ImmutableArray<Endpoint> Taking(ImmutableArray<Endpoint> endpoints)
    {
        var positive = endpoints.Count(static e => e.Instance.Weight > 0);
        return positive == 0 || positive == endpoints.Length
            ? endpoints
            : [.. endpoints.Where(static e => e.Instance.Weight > 0)];
    }

    /// <summary>1 or more each, without common factor, together below 2^31; null: all alike.</summary>
    public static int[]? Of(ImmutableArray<Endpoint> endpoints)
    {
        var first = endpoints[0].Instance.Weight;
        if (endpoints.All(e => e.Instance.Weight == first))
            return null;

        var divisor = 0;
        long total = 0;
        foreach (var endpoint in endpoints)
        {
            divisor = CommonDivisor(divisor, endpoint.Instance.Weight);
            total += endpoint.Instance.Weight;
        }

        // More than 32,767 instances of the largest weight: only then is anything rounded.
        var shrink = (total / divisor / (int.MaxValue / 2)) + 1;
        return [.. endpoints.Select(e => (int)Math.Max(1, e.Instance.Weight / divisor / shrink))];
    }

    public static int[] RunningSums(int[] weights)
    {
        var sums = new int[weights.Length];
        var sum = 0;
        for (var i = 0; i < sums.Length; i++)
            sums[i] = sum += weights[i];
        return sums;
    }

    private static int CommonDivisor(int a, int b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
