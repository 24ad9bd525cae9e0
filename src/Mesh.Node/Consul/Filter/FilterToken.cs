namespace Mesh.Node.Consul.Filter;

/// <summary>A piece of a filter expression.</summary>
/// <param name="Text">What it says: of a quoted text without the quotes.</param>
/// <param name="At">Where it begins, counted from 1.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, int At)
{
    public bool IsWord(string word) => Kind is FilterTokenKind.Word && Text == word;

    public override string ToString() => Kind is FilterTokenKind.End ? "the end" : $"'{Text}' at {At}";
}
