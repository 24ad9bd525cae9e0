using Mesh.Catalog;

namespace Mesh.Membership;

/// <param name="Release">Addresses whose links are closed first: another form has its turn, or nobody asks any more.</param>
/// <param name="Knock">Addresses to knock at.</param>
internal sealed record KnockOrders(ValueList<string> Release, ValueList<string> Knock);
