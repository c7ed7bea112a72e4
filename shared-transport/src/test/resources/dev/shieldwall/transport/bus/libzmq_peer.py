"""The other side of the interoperability test: libzmq with the socket options of the reference."""
import sys
import time

import zmq


def server(socket, secret):
    socket.curve_server = True
    socket.curve_secretkey = secret
    socket.curve_publickey = zmq.curve_public(secret)
    options(socket)
    return socket.bind_to_random_port("tcp://127.0.0.1")


def client(socket, address, broker, secret):
    socket.curve_serverkey = broker
    socket.curve_secretkey = secret
    socket.curve_publickey = zmq.curve_public(secret)
    options(socket)
    socket.connect(address)


def options(socket):
    socket.linger = 0
    socket.sndhwm = 10000
    socket.rcvhwm = 10000


def say(*words):
    print(*words, flush=True)


def publish(context, address, broker, secret, topic, message):
    """A PUB does not know when somebody listens, so it repeats itself until it is stopped."""
    socket = context.socket(zmq.PUB)
    client(socket, address, broker, secret)
    while True:
        socket.send_multipart([topic, bytes.fromhex(message.decode())])
        time.sleep(0.05)


def subscribe(context, address, broker, secret, prefix):
    socket = context.socket(zmq.SUB)
    client(socket, address, broker, secret)
    socket.subscribe(prefix)
    socket.subscribe(b"~welcome/00ff")
    while True:
        topic, message = socket.recv_multipart()
        say(topic.decode(), message.hex())


def broker(context, secret):
    xsub, xpub = context.socket(zmq.XSUB), context.socket(zmq.XPUB)
    say(server(xsub, secret), server(xpub, secret))
    poller = zmq.Poller()
    poller.register(xsub, zmq.POLLIN)
    poller.register(xpub, zmq.POLLIN)
    while True:
        for socket, _ in poller.poll():
            (xpub if socket is xsub else xsub).send_multipart(socket.recv_multipart())


if __name__ == "__main__":
    role, arguments = sys.argv[1], [word.encode() for word in sys.argv[2:]]
    {"publish": publish, "subscribe": subscribe, "broker": broker}[role](zmq.Context(), *arguments)
