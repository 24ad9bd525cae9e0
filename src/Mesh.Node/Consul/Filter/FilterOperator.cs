namespace Mesh.Node.Consul.Filter;

/// <summary>What a comparison asks. "contains" is In with its sides swapped.</summary>
internal enum FilterOperator
{
    Equal,
    NotEqual,
    In,
    NotIn,
    IsEmpty,
    IsNotEmpty,
    Matches,
    NotMatches,
}
