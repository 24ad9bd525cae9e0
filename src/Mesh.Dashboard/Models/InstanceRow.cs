using Mesh.Catalog;

namespace Mesh.Dashboard.Models;

/// <summary>An instance on the page of its service.</summary>
/// <param name="Share">Percent of the calls; 0: it gets none.</param>
internal sealed record InstanceRow(InstanceView View, double Share)
{
    public string Id => View.Instance.Id.Value;

    public string Address => View.Instance.Host.Contains(':', StringComparison.Ordinal)
        ? $"[{View.Instance.Host}]:{View.Instance.Port}"
        : $"{View.Instance.Host}:{View.Instance.Port}";

    public Mark Status => Mark.Of(View.Instance.Status);

    public Mark Standing => Mark.Of(View.Standing);

    public string Tags => string.Join(", ", View.Instance.Tags);

    /// <summary>Whose life it shares.</summary>
    public string Life => LifeText.Of(View);

    public bool IsDraining => View.Instance.Status is InstanceStatus.Draining;

    /// <summary>What its owner checks, in words.</summary>
    public IReadOnlyList<CheckLine> Checks => [.. View.Instance.Named(always: true).Checks.Select(CheckLine.Of)];

    public static string Told(HealthTerms terms) => terms.Kind switch
    {
        HealthKind.None => "",
        HealthKind.Ttl => $"renewed within {AgeText.Of(terms.Ttl)}",
        _ when terms.IsActive => $"{terms.Kind.ToString().ToLowerInvariant()} {terms.Target} every {AgeText.Of(terms.Interval)}",
        _ => terms.Kind.ToString().ToLowerInvariant(),
    };
}
