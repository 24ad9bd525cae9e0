using Mesh.Views;

namespace Mesh.Dashboard.Models;

/// <summary>A member with what it owns, and the way to it.</summary>
/// <param name="Owned">Instances of this mesh that it is the owner of.</param>
/// <param name="Percent">Of all of them.</param>
internal sealed record NodeRow(MeshMember Member, int Owned, double Percent)
{
    /// <summary>Of the last question that it answered this node; null: this node asks it none, as in large meshes, or it is this one.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>Since this node heard of it; null: it is this one.</summary>
    public TimeSpan? HeardAgo { get; init; }

    public string Name => Member.Name.Length > 0 ? Member.Name : Member.Owner.Address;

    public Mark Standing => Mark.Of(Member.Standing);

    /// <summary>The way to it, in words.</summary>
    public string Way => Member.IsSelf ? "this one" : string.Join(", ", new[]
    {
        RoundTrip is { } took ? $"answers in {Milliseconds(took)}" : "",
        HeardAgo is { } ago ? $"heard {AgeText.Of(ago)} ago" : "",
    }.Where(static t => t.Length > 0));

    private static string Milliseconds(TimeSpan took) =>
        took.TotalMilliseconds.ToString(took.TotalMilliseconds < 10 ? "0.0" : "0", System.Globalization.CultureInfo.InvariantCulture) + " ms";
}
