using Mesh.Catalog;

namespace Mesh.Membership.Joining;

/// <summary>One node to knock at. A name may stand for itself or for its address: what the node calls itself is not known.</summary>
/// <param name="Text">As it was given, for people.</param>
/// <param name="Addresses">The forms of its address, the likeliest first; each is asked who answers there.</param>
/// <param name="IsSelf">It is this node.</param>
/// <param name="IsSeed">Given as a seed; false: a member that an earlier run had seen.</param>
internal sealed record SeedContact(string Text, ValueList<string> Addresses, bool IsSelf, bool IsSeed)
{
    public bool Covers(string address) => Addresses.Contains(address);

    /// <summary>Do both stand for one node?</summary>
    public bool Meets(SeedContact other) => other.Addresses.Any(Covers);

    /// <summary>Both as one.</summary>
    public SeedContact With(SeedContact other) => this with
    {
        Addresses = ValueList.From(Addresses.Concat(other.Addresses).Distinct().ToArray()),
        IsSelf = IsSelf || other.IsSelf,
        IsSeed = IsSeed || other.IsSeed,
    };
}
