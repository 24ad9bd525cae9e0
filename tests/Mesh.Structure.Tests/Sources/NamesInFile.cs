using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mesh.Structure.Tests.Sources;

/// <summary>
/// The types that a file's names stand for: the type itself, or the one whose method, property, field or event is
/// named. Using directives and doc comments are no uses.
/// </summary>
internal sealed class NamesInFile(SemanticModel model) : CSharpSyntaxWalker(SyntaxWalkerDepth.Node)
{
    public HashSet<INamedTypeSymbol> Types { get; } = new(SymbolEqualityComparer.Default);

    public List<SimpleNameSyntax> Unbound { get; } = [];

    public override void VisitUsingDirective(UsingDirectiveSyntax node)
    {
    }

    public override void VisitIdentifierName(IdentifierNameSyntax node) => Bind(node);

    public override void VisitGenericName(GenericNameSyntax node)
    {
        Bind(node);
        base.VisitGenericName(node);
    }

    /// <summary><c>new(…)</c> uses a type without its name.</summary>
    public override void VisitImplicitObjectCreationExpression(ImplicitObjectCreationExpressionSyntax node)
    {
        Add(model.GetSymbolInfo(node).Symbol);
        base.VisitImplicitObjectCreationExpression(node);
    }

    private void Bind(SimpleNameSyntax name)
    {
        var info = model.GetSymbolInfo(name);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (symbol is not null)
            Add(symbol);
        else if (!IsOfJsonContext(name))
            Unbound.Add(name);
    }

    /// <summary>
    /// Whether the name is a property of a <c>JsonSerializerContext</c>, as in <c>SomeJson.Default.Body</c>: a source
    /// generator, which is not run here, makes it and <c>Default</c>, and calls it like the type that it is for.
    /// </summary>
    private bool IsOfJsonContext(SimpleNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax access && access.Name == name
        && (IsJsonContext(model.GetTypeInfo(access.Expression).Type)
            || (access.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Default" } instance
                && IsJsonContext(model.GetSymbolInfo(instance.Expression).Symbol)));

    private static bool IsJsonContext(ISymbol? type) =>
        type is INamedTypeSymbol { BaseType.Name: "JsonSerializerContext" };

    private void Add(ISymbol? symbol)
    {
        var type = symbol switch
        {
            INamedTypeSymbol named => named,
            IMethodSymbol { ReducedFrom: { } extension } => extension.ContainingType,
            IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.ContainingType,
            _ => null,
        };
        if (type is not null)
            Types.Add(type.OriginalDefinition);
    }
}
