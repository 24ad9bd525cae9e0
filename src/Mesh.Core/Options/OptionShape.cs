namespace Mesh.Options;

/// <summary>What may stand at a key.</summary>
public enum OptionShape
{
    /// <summary>Further keys.</summary>
    Section,

    /// <summary>One value.</summary>
    Value,

    /// <summary>Values, which count as one: a stronger source replaces all of them.</summary>
    Values,

    /// <summary>Objects in order, or by names that are only for the reader.</summary>
    Objects,

    /// <summary>Values by names of the user's choice.</summary>
    Map,
}
