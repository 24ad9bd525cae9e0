using Mesh.Catalog;

namespace Mesh.Membership;

/// <summary>One seed to knock at. A name may stand for itself or for its addresses: what the seed calls itself is not known.</summary>
/// <param name="Text">As it was given, for people.</param>
/// <param name="Likely">Addresses to knock at in each round.</param>
/// <param name="Unlikely">Addresses to knock at in every third round.</param>
/// <param name="IsSelf">It is this node.</param>
/// <param name="IsSeed">Given as a seed; false: a member that an earlier run had seen.</param>
internal sealed record SeedContact(
    string Text, ValueList<string> Likely, ValueList<string> Unlikely, bool IsSelf, bool IsSeed)
{
    public bool Covers(string address) => Likely.Contains(address) || Unlikely.Contains(address);
}
