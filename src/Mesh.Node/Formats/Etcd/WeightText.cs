using System.Globalization;
using Mesh.Catalog;

namespace Mesh.Node.Formats.Etcd;

/// <summary>Weights as other registries write them: what is no positive number stands for their default. Pure.</summary>
internal static class WeightText
{
    public static int Parse(string? text, int none) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var weight) ? Bounded(weight, none) : none;

    public static int Bounded(long weight, int none) => weight <= 0 ? none : (int)Math.Min(weight, InstanceLimits.MaxWeight);
}
