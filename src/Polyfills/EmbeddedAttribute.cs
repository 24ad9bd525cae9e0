namespace Microsoft.CodeAnalysis;

/// <summary>Keeps what it is put on to its own assembly, whoever else may see that assembly's internals.</summary>
[Embedded]
[AttributeUsage(AttributeTargets.All)]
internal sealed class EmbeddedAttribute : Attribute;
