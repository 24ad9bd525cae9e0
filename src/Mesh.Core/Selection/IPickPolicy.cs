namespace Mesh.Selection;

/// <summary>A way to choose. Stateless and without clock or chance of its own; who is available was decided before.</summary>
internal interface IPickPolicy
{
    /// <summary>One of <see cref="PolicyNames"/>.</summary>
    string Name { get; }

    Endpoint Pick(EndpointPool pool, in PickTurn turn);
}
