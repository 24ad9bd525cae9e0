namespace Mesh.Node.Consul.Filter;

/// <summary>What a token is.</summary>
internal enum FilterTokenKind
{
    /// <summary>A keyword, a field or a bare value.</summary>
    Word,

    /// <summary>A text in double quotes or backquotes.</summary>
    Quoted,

    /// <summary>( ) [ ] { } , == !=</summary>
    Sign,

    End,
}
