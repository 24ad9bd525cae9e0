using System.Collections.Concurrent;
using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote;
using Akka.Remote.Transport;
using Mesh.Catalog;
using Mesh.Options;
using Mesh.Trust;
using AkkaTransport = Akka.Remote.Transport.Transport;

namespace Mesh.Links;

/// <summary>
/// Akka's remoting over TCP sockets, with mutual TLS when there are certificates, and a hello before Akka's first byte. Named
/// by akka.remote.enabled-transports, and made by Akka.
/// </summary>
internal sealed class MeshTransport : AkkaTransport, IDisposable
{
    private readonly LinkSettings _settings;
    private readonly LinkTls? _tls;
    private readonly LinkCertificates? _certificates;
    private readonly MeshTrust? _trust;
    private readonly LinkFaultLog _faults;
    private readonly LinkNeighbours _neighbours;
    private readonly LinkCaller _caller;
    private readonly LinkListener _listener;
    private readonly LinkHandleParts _parts;
    private readonly ConcurrentDictionary<LinkHandle, bool> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<IAssociationEventListener> _whoListens =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Address _local = Address.AllSystems;

    public MeshTransport(ActorSystem system, Config config)
    {
        ArgumentNullException.ThrowIfNull(system);
        System = system;
        Config = config;
        var time = TimeProvider.System;
        _settings = LinkSettings.Of(system, config);
        var log = Logging.GetLogger(system, typeof(MeshTransport));
        _faults = new LinkFaultLog(log, time);
        if (_settings.Tls is { } certificates)
        {
            _tls = new LinkTls(certificates);
            _trust = _settings.Trust;
            _certificates = new LinkCertificates(certificates, log, time, CutRefused);
        }

        _neighbours = new LinkNeighbours(time);
        _caller = new LinkCaller(_settings, _tls, time);
        _listener = new LinkListener(_settings, _tls, _faults, _neighbours, time, () => Hello(), Admit);
        _parts = new LinkHandleParts(_settings.LongestMessage, _settings.LongestMessage, _faults, time, handle => _open.TryRemove(handle, out _));
        SchemeIdentifier = _settings.Scheme;
        MaximumPayloadBytes = _settings.LongestMessage;
    }

    public override async Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        var port = await _listener.OpenAsync();
        _local = At(_settings.PublicHost, _settings.PublicPort > 0 ? _settings.PublicPort : port);
        _ = StartAsync();
        return (_local, _whoListens);
    }

    public override bool IsResponsibleFor(Address remote) => true;

    public override async Task<AssociationHandle> Associate(Address remoteAddress)
    {
        ArgumentNullException.ThrowIfNull(remoteAddress);
        if (remoteAddress.Host is not { Length: > 0 } written || remoteAddress.Port is not { } port)
            throw new InvalidAssociationException($"{remoteAddress} has no host and port");
        var host = written.Trim('[', ']');
        var called = HostPort.Text(host, port);
        try
        {
            var (channel, answer) = await _caller.CallAsync(host, port, Hello(called), _stop.Token);
            if (LinkRules.AtCaller(Hello(), answer, called) is not { } trouble)
                return Opened(channel, remoteAddress, answer);
            await channel.DisposeAsync();
            throw new LinkException(trouble);
        }
        catch (LinkException fault)
        {
            if (!fault.IsSilence)
                _faults.Calling(called, fault.Message);
            throw new InvalidAssociationException($"{called}: {fault.Message}", fault);
        }
    }

    public override async Task<bool> Shutdown()
    {
        Dispose();
        _whoListens.TrySetCanceled();
        var open = _open.Keys.ToArray();
        foreach (var handle in open)
            handle.Close();
        await Task.WhenAll(open.Select(h => h.Ended));
        return true;
    }

    /// <summary>Takes and opens no more connections; <see cref="Shutdown"/> ends those that there are.</summary>
    public void Dispose()
    {
        _certificates?.Dispose();
        _listener.Dispose();
        _stop.Cancel();
    }

    private async Task StartAsync()
    {
        try
        {
            await _whoListens.Task;
            _listener.Start();
        }
        catch (OperationCanceledException)
        {
            // Shut down before anybody listened.
        }
    }

    /// <summary>Whoever would not be let in any more, for one because its certificate is revoked, is let go.</summary>
    private void CutRefused()
    {
        foreach (var handle in _open.Keys)
        {
            if (_tls!.Refusal(handle.Channel.Certificate) is not { } refusal)
                continue;
            _faults.Answering(handle.Channel.Peer, "certificates", refusal);
            handle.Cut();
        }
    }

    private LinkHello Hello(string called = "") => new(
        new Owner(HostPort.Text(_local.Host.Trim('[', ']'), _local.Port ?? 0), AddressUidExtension.Uid(System)),
        _settings.Terms,
        MeshDefaults.WireVersion,
        called)
    {
        Signs = _trust is { IsOn: true } && _settings.Terms is not null,
    };

    /// <returns>When the connection is over.</returns>
    private Task Admit(LinkChannel channel, LinkHello caller)
    {
        HostPort.TrySplit(caller.Node.Address, out var host, out var port);
        var handle = Opened(channel, At(host, port), caller);
        _whoListens.Task.Result.Notify(new InboundAssociation(handle));
        return handle.Ended;
    }

    /// <param name="hello">Of the other end, whose certificate is for the address that it says.</param>
    private LinkHandle Opened(LinkChannel channel, Address remote, LinkHello hello)
    {
        var handle = new LinkHandle(channel, _local, remote, _parts, VoiceOf(channel, hello));
        _open[handle] = true;
        if (hello.Terms is not null && channel.Peer is IPEndPoint { Address: var host })
            _ = AccompanyAsync(handle, host);
        if (_stop.IsCancellationRequested)
            handle.Close();
        return handle;
    }

    private async Task AccompanyAsync(LinkHandle handle, IPAddress host)
    {
        _neighbours.Enter(host);
        await handle.Ended;
        _neighbours.Leave(host);
    }

    private LinkVoice? VoiceOf(LinkChannel channel, LinkHello hello)
    {
        if (_trust is not { IsOn: true } trust || channel.Certificate is not { } certificate)
            return null;
        var peer = trust.Meet(hello.Node, certificate, hello.Signs, _settings.Terms?.MeshName ?? "");
        return new LinkVoice(hello.Node, peer.Limits.IsLimited);
    }

    private Address At(string host, int port) =>
        new(SchemeIdentifier, System.Name, host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host, port);
}
