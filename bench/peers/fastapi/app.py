"""The messenger that tutorials build: FastAPI, SQLAlchemy (async, asyncpg), Redis
pub/sub between workers, one connection manager. A message is checked, stored, committed,
acknowledged, published, and sent to the participants connected here."""

import asyncio, json, os, time
from contextlib import asynccontextmanager
from datetime import datetime, timezone
import jwt, redis.asyncio as aioredis
from fastapi import Depends, FastAPI, HTTPException, Query, WebSocket, WebSocketDisconnect
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel
from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, String, Text, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SECRET = "benchsecret-benchsecret-benchsecret"
engine = create_async_engine(os.environ["DATABASE_URL"], pool_size=20, max_overflow=10)
Session = async_sessionmaker(engine, expire_on_commit=False)
rds = aioredis.from_url(os.environ["REDIS_URL"])


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    password: Mapped[str] = mapped_column(String(128))


class Chat(Base):
    __tablename__ = "chats"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    title: Mapped[str] = mapped_column(String(200))


class Participant(Base):
    __tablename__ = "participants"
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)


class Message(Base):
    __tablename__ = "messages"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    sender_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), default=lambda: datetime.now(timezone.utc)
    )
    __table_args__ = (Index("ix_messages_chat", "chat_id", "id"),)


class ConnectionManager:
    def __init__(self):
        self.active: dict[int, set[WebSocket]] = {}

    def connect(self, uid, ws):
        self.active.setdefault(uid, set()).add(ws)

    def disconnect(self, uid, ws):
        s = self.active.get(uid)
        if s:
            s.discard(ws)
            if not s:
                del self.active[uid]

    async def broadcast(self, users, payload: dict):
        text = json.dumps(payload)
        for uid in users:
            for ws in list(self.active.get(uid, ())):
                try:
                    await ws.send_text(text)
                except Exception:
                    self.disconnect(uid, ws)


manager = ConnectionManager()


async def listener():
    ps = rds.pubsub()
    await ps.subscribe("messages")
    async for m in ps.listen():
        if m["type"] == "message":
            ev = json.loads(m["data"])
            await manager.broadcast(ev.pop("to"), ev)


@asynccontextmanager
async def lifespan(app):
    async with engine.begin() as c:
        await c.run_sync(Base.metadata.create_all)
    t = asyncio.create_task(listener())
    yield
    t.cancel()


app = FastAPI(lifespan=lifespan)
bearer = HTTPBearer()


async def db():
    async with Session() as s:
        yield s


def uid_of(token):
    return int(jwt.decode(token, SECRET, algorithms=["HS256"])["sub"])


async def me(c: HTTPAuthorizationCredentials = Depends(bearer)) -> int:
    try:
        return uid_of(c.credentials)
    except jwt.PyJWTError:
        raise HTTPException(401)


class Login(BaseModel):
    username: str
    password: str


class ChatIn(BaseModel):
    title: str


class MessageOut(BaseModel):
    id: int
    chat_id: int
    sender_id: int
    text: str
    created_at: datetime
    model_config = {"from_attributes": True}


@app.post("/auth/login")
async def login(b: Login, s: AsyncSession = Depends(db)):
    u = (await s.execute(select(User).where(User.username == b.username))).scalar_one_or_none()
    if not u or u.password != b.password:
        raise HTTPException(401)
    return {"access_token": jwt.encode({"sub": str(u.id), "exp": int(time.time()) + 86400}, SECRET, "HS256")}


@app.post("/chats")
async def create(b: ChatIn, u: int = Depends(me), s: AsyncSession = Depends(db)):
    c = Chat(title=b.title)
    s.add(c)
    await s.flush()
    s.add(Participant(chat_id=c.id, user_id=u))
    await s.commit()
    return {"id": c.id}


@app.post("/chats/{cid}/join")
async def join(cid: int, u: int = Depends(me), s: AsyncSession = Depends(db)):
    if not await s.get(Participant, (cid, u)):
        s.add(Participant(chat_id=cid, user_id=u))
        await s.commit()
    return {"ok": True}


@app.get("/chats/{cid}/messages", response_model=list[MessageOut])
async def history(
    cid: int,
    limit: int = Query(50, le=100),
    before: int | None = None,
    u: int = Depends(me),
    s: AsyncSession = Depends(db),
):
    if not await s.get(Participant, (cid, u)):
        raise HTTPException(403)
    q = select(Message).where(Message.chat_id == cid).order_by(Message.id.desc()).limit(limit)
    if before:
        q = q.where(Message.id < before)
    return (await s.execute(q)).scalars().all()


@app.websocket("/ws")
async def ws_endpoint(ws: WebSocket, token: str):
    try:
        uid = uid_of(token)
    except jwt.PyJWTError:
        return await ws.close(4401)
    await ws.accept()
    manager.connect(uid, ws)
    await ws.send_text('{"type":"ready"}')
    try:
        while True:
            d = json.loads(await ws.receive_text())
            if d.get("type") != "message":
                continue
            cid = int(d["chat_id"])
            async with Session() as s:
                if not await s.get(Participant, (cid, uid)):
                    continue
                m = Message(chat_id=cid, sender_id=uid, text=d["text"])
                s.add(m)
                await s.commit()
                to = (
                    (await s.execute(select(Participant.user_id).where(Participant.chat_id == cid)))
                    .scalars()
                    .all()
                )
            await ws.send_text('{"type":"ack","id":%d,"ack":%d}' % (m.id, d["ref"]))
            await rds.publish(
                "messages",
                json.dumps(
                    {
                        "type": "message",
                        "id": m.id,
                        "chat_id": cid,
                        "sender_id": uid,
                        "text": m.text,
                        "created_at": m.created_at.isoformat(),
                        "to": to,
                    }
                ),
            )
    except WebSocketDisconnect:
        pass
    finally:
        manager.disconnect(uid, ws)
